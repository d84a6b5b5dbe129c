//! The desktop's own choosers of files and folders.

use std::path::{Path, PathBuf};

use super::dialogs::folder::Purpose;
use crate::tr;

/// Asks for a file or folder and waits for the answer; `None` where nothing was chosen. `name` is offered for a new file, `folder`
/// is where it begins.
pub(super) fn ask_desktop(
    purpose: Purpose,
    name: String,
    folder: Option<&Path>,
) -> Option<PathBuf> {
    let mut dialog = rfd::FileDialog::new();
    if let Some(folder) = folder {
        dialog = dialog.set_directory(folder);
    }
    match purpose {
        Purpose::OpenRecording => dialog.set_title(tr!("action-open")).pick_file(),
        Purpose::AddSecond => dialog.set_title(tr!("folder-add-second")).pick_file(),
        Purpose::AddPart => dialog.set_title(tr!("folder-add-part")).pick_file(),
        Purpose::PackageRecording => dialog
            .set_title(tr!("folder-package-recording"))
            .pick_file(),
        Purpose::OpenPackage => dialog
            .add_filter("Mindframe", &[crate::store::ENDING])
            .pick_file(),
        Purpose::ChooseFolder
        | Purpose::PackageInto
        | Purpose::PackageUnpack
        | Purpose::ClassPackages => dialog.pick_folder(),
        Purpose::Library => dialog.set_title(tr!("folder-library")).pick_folder(),
        Purpose::Moved => dialog.set_title(tr!("folder-moved")).pick_folder(),
        Purpose::OpenCodebook => dialog.add_filter("RON", &["ron"]).pick_file(),
        Purpose::SaveReport => dialog
            .add_filter("HTML", &["html"])
            .set_file_name(name)
            .save_file(),
        Purpose::SaveText => dialog
            .add_filter("TXT", &["txt"])
            .set_file_name(name)
            .save_file(),
        Purpose::SavePicture => dialog
            .add_filter("PNG", &["png"])
            .set_file_name(name)
            .save_file(),
    }
}
