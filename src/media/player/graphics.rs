//! Playing with a decoder of the graphics card, once it was found to show the same pictures.

use std::sync::{Arc, atomic::Ordering};

use super::{
    super::{
        Hardware, PlayerEvent,
        graph::Decoding,
        hardware::{self, Wish},
    },
    engine::{Engine, Message},
};

/// What is wished, and how far that is.
pub(super) enum Graphics {
    /// Not wished, or over.
    Off,
    /// Wished; to be compared with ours once all frames are known.
    Wished(Wish),
    /// Being compared.
    Compared(Vec<String>),
    /// They may play; the pipeline is built with them when it stands still.
    Allowed(Vec<String>),
    /// They play.
    Playing(Vec<String>),
}

impl Graphics {
    pub fn wished(wish: Wish) -> Self {
        match wish {
            Wish::None => Self::Off,
            wish => Self::Wished(wish),
        }
    }
}

impl Engine {
    /// Who decodes in the next pipeline.
    pub(super) fn decoding(&mut self) -> Decoding {
        if let Graphics::Allowed(decoders) | Graphics::Playing(decoders) = &self.graphics {
            let decoding = Decoding::On(decoders.as_slice().into());
            self.graphics = Graphics::Playing(decoders.clone());
            return decoding;
        }
        Decoding::Ours
    }

    /// Has frames from all over the recording compared, on a thread of its own.
    pub(super) fn compare_decoders(&mut self) {
        let index = self.shared.index();
        let Graphics::Wished(wish) = &self.graphics else {
            return;
        };
        if !self.has_picture || !index.complete || index.is_empty() {
            return;
        }
        let decoders = wish.decoders();
        self.graphics = Graphics::Compared(decoders.clone());
        let (opener, stop) = (Arc::clone(&self.opener), Arc::clone(&self.stop_reading));
        let outbox = self.outbox.clone();
        let compare = move || {
            let live = || !stop.load(Ordering::SeqCst);
            if let Some(verdict) = hardware::check(&opener, &index, &decoders, &live) {
                // The window may have let go.
                let _ = outbox.send(Message::Compared(verdict));
            }
        };
        let started = std::thread::Builder::new()
            .name("decoder check".to_owned())
            .spawn(compare);
        if let Err(error) = started {
            log::warn!("no thread to compare decoders: {}", error.kind());
            self.graphics = Graphics::Off;
        }
    }

    pub(super) fn compared(&mut self, verdict: Hardware) {
        let Graphics::Compared(decoders) = std::mem::replace(&mut self.graphics, Graphics::Off)
        else {
            return;
        };
        if verdict == Hardware::Used {
            self.graphics = Graphics::Allowed(decoders);
        } else {
            self.shared.tell(PlayerEvent::Hardware(verdict));
        }
    }

    /// Builds the pipeline anew with the decoders that were allowed, while nobody is looking.
    pub(super) fn accelerate(&mut self) {
        let ready = self.output_ready && !self.seeking && !self.running && !self.playing;
        if ready && matches!(self.graphics, Graphics::Allowed(_)) {
            self.cursor = self.here();
            self.open_output();
            self.settle_soon();
            self.shared.tell(PlayerEvent::Hardware(Hardware::Used));
        }
    }

    /// Goes back to our own decoders after an error; true if others were at work.
    pub(super) fn decelerate(&mut self) -> bool {
        let others = matches!(self.graphics, Graphics::Playing(_));
        if others {
            self.graphics = Graphics::Off;
            self.shared.tell(PlayerEvent::Hardware(Hardware::GaveUp));
        }
        others
    }
}
