//! The only source of bytes a pipeline may have: something seekable that was opened for it.
//!
//! GStreamer never sees a path or an address, so a hostile file cannot make it open another. Works in pull mode, which
//! exact seeking needs, over a plain file as well as over a decrypting stream.

use std::{
    io::{Read, Seek, SeekFrom},
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use gst::{glib, subclass::prelude::*};
use gst_base::subclass::prelude::*;
use gstreamer as gst;
use gstreamer_base as gst_base;

use super::mp4::{self, Correction};
use crate::domain::time::MediaDelta;

/// Bytes that can be read at any place.
pub trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

/// Opens the same bytes anew for each pipeline that reads them.
pub type Opener = Arc<dyn Fn() -> std::io::Result<Box<dyn ReadSeek>> + Send + Sync>;

/// Opens a plain file.
#[must_use]
pub fn file(path: PathBuf) -> Opener {
    Arc::new(move || Ok(Box::new(std::fs::File::open(&path)?)))
}

mod imp {
    use super::{
        BaseSrcImpl, Correction, ElementImpl, Mutex, ObjectImpl, ObjectSubclass, PoisonError,
        ReadSeek, SeekFrom, glib, gst, gst_base,
    };
    use gst::subclass::prelude::*;
    use gst_base::prelude::*;
    use std::sync::OnceLock;

    pub struct Reader {
        pub bytes: Box<dyn ReadSeek>,
        pub position: u64,
        pub size: u64,
        pub correction: Correction,
    }

    #[derive(Default)]
    pub struct MediaSource {
        pub reader: Mutex<Option<Reader>>,
    }

    #[glib::object_subclass]
    impl ObjectSubclass for MediaSource {
        const NAME: &'static str = "MindframeMediaSource";
        type Type = super::MediaSource;
        type ParentType = gst_base::BaseSrc;
    }

    impl ObjectImpl for MediaSource {
        fn constructed(&self) {
            self.parent_constructed();
            self.obj().set_format(gst::Format::Bytes);
        }
    }

    impl GstObjectImpl for MediaSource {}

    impl ElementImpl for MediaSource {
        fn metadata() -> Option<&'static gst::subclass::ElementMetadata> {
            static METADATA: OnceLock<gst::subclass::ElementMetadata> = OnceLock::new();
            Some(METADATA.get_or_init(|| {
                gst::subclass::ElementMetadata::new(
                    "Opened recording",
                    "Source",
                    "Reads bytes that were opened for it",
                    "Mindframe",
                )
            }))
        }

        fn pad_templates() -> &'static [gst::PadTemplate] {
            static TEMPLATES: OnceLock<Vec<gst::PadTemplate>> = OnceLock::new();
            TEMPLATES.get_or_init(|| {
                gst::PadTemplate::new(
                    "src",
                    gst::PadDirection::Src,
                    gst::PadPresence::Always,
                    &gst::Caps::new_any(),
                )
                .into_iter()
                .collect()
            })
        }
    }

    impl BaseSrcImpl for MediaSource {
        fn is_seekable(&self) -> bool {
            true
        }

        fn size(&self) -> Option<u64> {
            let reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
            reader.as_ref().map(|reader| reader.size)
        }

        fn start(&self) -> Result<(), gst::ErrorMessage> {
            Ok(())
        }

        fn stop(&self) -> Result<(), gst::ErrorMessage> {
            Ok(())
        }

        fn fill(
            &self,
            offset: u64,
            length: u32,
            buffer: &mut gst::BufferRef,
        ) -> Result<gst::FlowSuccess, gst::FlowError> {
            let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
            let reader = reader.as_mut().ok_or(gst::FlowError::Error)?;
            let filled = {
                let mut map = buffer.map_writable().map_err(|_| gst::FlowError::Error)?;
                let wanted = map.len().min(length as usize);
                reader
                    .read_at(offset, &mut map[..wanted])
                    .map_err(|error| {
                        // Neither the name of the file nor anything in it belongs into a message.
                        gst::element_imp_error!(
                            self,
                            gst::ResourceError::Read,
                            ["reading failed: {}", error.kind()]
                        );
                        gst::FlowError::Error
                    })?
            };
            if filled == 0 {
                return Err(gst::FlowError::Eos);
            }
            buffer.set_size(filled);
            // Demultiplexers of transport streams count from these.
            buffer.set_offset(offset);
            buffer.set_offset_end(offset + filled as u64);
            Ok(gst::FlowSuccess::Ok)
        }
    }

    impl Reader {
        /// Fills as much of `into` as there are bytes from `offset` on.
        fn read_at(&mut self, offset: u64, into: &mut [u8]) -> std::io::Result<usize> {
            if self.position != offset {
                self.bytes.seek(SeekFrom::Start(offset))?;
                self.position = offset;
            }
            let mut filled = 0;
            while filled < into.len() {
                match self.bytes.read(&mut into[filled..]) {
                    Ok(0) => break,
                    Ok(count) => filled += count,
                    Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                    Err(error) => {
                        // Where a failed read leaves the position is not known.
                        self.position = u64::MAX;
                        return Err(error);
                    }
                }
            }
            self.position += filled as u64;
            self.correction.apply(offset, &mut into[..filled]);
            Ok(filled)
        }
    }
}

glib::wrapper! {
    /// Feeds a pipeline from a reader.
    pub struct MediaSource(ObjectSubclass<imp::MediaSource>)
        @extends gst_base::BaseSrc, gst::Element, gst::Object;
}

impl MediaSource {
    /// A source over `bytes`.
    pub fn new(mut bytes: Box<dyn ReadSeek>) -> std::io::Result<Self> {
        let size = bytes.seek(SeekFrom::End(0))?;
        let correction = mp4::correction(&mut bytes);
        let source: Self = glib::Object::new();
        *source
            .imp()
            .reader
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(imp::Reader {
            bytes,
            // Nowhere: the first reading seeks.
            position: u64::MAX,
            size,
            correction,
        });
        Ok(source)
    }

    /// By how much the recording looks longer to GStreamer than it is.
    #[must_use]
    pub fn extra(&self) -> MediaDelta {
        let reader = self.imp().reader.lock();
        let reader = reader.unwrap_or_else(PoisonError::into_inner);
        reader
            .as_ref()
            .map_or(MediaDelta::ZERO, |reader| reader.correction.extra)
    }
}
