//! The whole window over a desk, for tests that use several of its parts at once.

use std::{cell::RefCell, rc::Rc};

use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};
use mindframe::{
    app::App,
    ui::{shell::Shell, video_surface::VideoSurface},
};

use crate::{desk::TestDesk, pictures};

/// The window, and what lies under it.
pub struct FullWindow {
    pub harness: Harness<'static>,
    shell: Rc<RefCell<Option<Shell>>>,
    _folder: tempfile::TempDir,
}

impl FullWindow {
    pub fn open(desk: TestDesk, size: (f32, f32)) -> Self {
        let TestDesk { app, folder, .. } = desk;
        let shell = Rc::new(RefCell::new(None::<Shell>));
        let (inner, mut app) = (Rc::clone(&shell), Some(app));
        let mut harness = pictures::screen(size, 1.0, false)
            .with_max_steps(12)
            .build_ui(move |ui| {
                let mut shell = inner.borrow_mut();
                if let Some(app) = app.take() {
                    *shell = Some(Shell::new(app, ui.ctx(), VideoSurface::new(None)));
                }
                let shell = shell.as_mut().expect("a window");
                shell.logic(ui.ctx());
                pictures::whole(ui, |ui| shell.show(ui));
            });
        harness.run();
        Self {
            harness,
            shell,
            _folder: folder,
        }
    }

    pub fn with_app<R>(&mut self, with: impl FnOnce(&mut App) -> R) -> R {
        let mut shell = self.shell.borrow_mut();
        with(shell.as_mut().expect("a window").app())
    }

    pub fn press(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.harness.run();
    }

    pub fn key(&mut self, key: egui::Key) {
        self.harness.key_press(key);
        self.harness.run();
    }

    pub fn key_with(&mut self, modifiers: egui::Modifiers, key: egui::Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.run();
    }

    pub fn shows(&self, label: &str) -> bool {
        self.harness.query_all_by_label(label).next().is_some()
    }

    pub fn rect(&self, label: &str) -> egui::Rect {
        self.harness.get_by_label(label).rect()
    }

    pub fn is_on(&self, label: &str) -> bool {
        self.harness.get_by_label(label).accesskit_node().toggled()
            == Some(egui::accesskit::Toggled::True)
    }
}
