//! What the window shows, kept from one pass to the next, so that a pass paints only what changed.
//!
//! The window's own buffer cannot be relied on: a graphics card shows several in turn. So the canvas is a texture of its own,
//! copied to the window in each pass. Where a processor draws (Mesa's llvmpipe under X11) that copy would be the dearest part
//! of a pass, but there the window has one buffer, whose pixels stay: the canvas is then that buffer, and clearing it is
//! prevented.

use eframe::glow::{self, HasContext as _};

/// A part of the window in pixels, from its top left: left, top, width, height.
pub type Pixels = [i32; 4];

/// Where the pixels are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Way {
    /// Not asked yet.
    #[default]
    Unknown,
    /// In the window's only buffer.
    Window,
    /// In a texture.
    Texture,
    /// Nowhere: this context cannot.
    Nowhere,
}

/// A picture of the whole window, as large as the window is.
#[derive(Default)]
pub struct Canvas {
    way: Way,
    target: Option<(glow::Framebuffer, glow::Texture)>,
    size: [u32; 2],
    /// The pass whose painting is on the canvas, if all of it was painted.
    pass: Option<u64>,
}

#[expect(
    unsafe_code,
    reason = "OpenGL has no safe interface; see the folder's first lines"
)]
impl Canvas {
    /// The last pass that was painted to its end.
    #[must_use]
    pub const fn pass(&self) -> Option<u64> {
        self.pass
    }

    /// False where this context cannot keep a canvas: everything is then painted in every pass, straight to the window.
    #[must_use]
    pub fn usable(&self) -> bool {
        self.way != Way::Nowhere
    }

    /// To be called before the window is cleared for a pass: keeps its pixels, if they are the canvas.
    pub fn before_clearing(&self, gl: &glow::Context) {
        if self.way == Way::Window {
            // SAFETY: only says which parts of a pixel are written until egui's painter says otherwise.
            unsafe { gl.color_mask(false, false, false, false) };
        }
    }

    /// From here on everything is painted on the canvas; the parts about to be painted get the window's ground.
    pub fn begin(
        &mut self,
        gl: &glow::Context,
        size: [u32; 2],
        ground: [f32; 4],
        parts: &[Pixels],
    ) {
        self.pass = None;
        if self.way == Way::Unknown {
            self.way = way(gl);
        }
        if self.way == Way::Texture && (self.size != size || self.target.is_none()) {
            self.destroy(gl);
            if let Err(reason) = self.build(gl, size) {
                log::warn!("the window is painted whole each time: {reason}");
                self.destroy(gl);
                self.way = Way::Nowhere;
                return;
            }
        }
        let height = size[1].cast_signed();
        // SAFETY: the framebuffer is alive and complete; clearing is kept inside it by OpenGL itself.
        unsafe {
            if let Some((framebuffer, _)) = self.target {
                gl.bind_framebuffer(glow::FRAMEBUFFER, Some(framebuffer));
            }
            gl.enable(glow::SCISSOR_TEST);
            gl.clear_color(ground[0], ground[1], ground[2], ground[3]);
            for [left, top, wide, high] in parts {
                gl.scissor(*left, height - top - high, *wide, *high);
                gl.clear(glow::COLOR_BUFFER_BIT);
            }
        }
    }

    /// The canvas is complete for this pass: shows it in the window.
    pub fn end(&mut self, gl: &glow::Context, pass: u64) {
        self.pass = Some(pass);
        let Some((framebuffer, _)) = self.target else {
            return;
        };
        let [wide, high] = self.size.map(u32::cast_signed);
        // SAFETY: both framebuffers are alive, and the copy is as large as the smaller of them.
        unsafe {
            gl.bind_framebuffer(glow::READ_FRAMEBUFFER, Some(framebuffer));
            gl.bind_framebuffer(glow::DRAW_FRAMEBUFFER, None);
            gl.disable(glow::SCISSOR_TEST);
            gl.blit_framebuffer(
                0,
                0,
                wide,
                high,
                0,
                0,
                wide,
                high,
                glow::COLOR_BUFFER_BIT,
                glow::NEAREST,
            );
            gl.bind_framebuffer(glow::FRAMEBUFFER, None);
        }
    }

    fn build(&mut self, gl: &glow::Context, size: [u32; 2]) -> Result<(), String> {
        // SAFETY: objects are made and bound in the order that OpenGL asks for; no memory of ours is read.
        unsafe {
            let texture = gl.create_texture()?;
            gl.bind_texture(glow::TEXTURE_2D, Some(texture));
            for name in [glow::TEXTURE_MIN_FILTER, glow::TEXTURE_MAG_FILTER] {
                gl.tex_parameter_i32(glow::TEXTURE_2D, name, glow::NEAREST.cast_signed());
            }
            // Blue first, as windows have it: the copy to the window is then a copy of memory where a processor draws.
            gl.tex_image_2d(
                glow::TEXTURE_2D,
                0,
                glow::RGBA.cast_signed(),
                size[0].cast_signed(),
                size[1].cast_signed(),
                0,
                glow::BGRA,
                glow::UNSIGNED_INT_8_8_8_8_REV,
                glow::PixelUnpackData::Slice(None),
            );
            let framebuffer = match gl.create_framebuffer() {
                Ok(framebuffer) => framebuffer,
                Err(reason) => {
                    gl.delete_texture(texture);
                    return Err(reason);
                }
            };
            self.target = Some((framebuffer, texture));
            gl.bind_framebuffer(glow::FRAMEBUFFER, Some(framebuffer));
            gl.framebuffer_texture_2d(
                glow::FRAMEBUFFER,
                glow::COLOR_ATTACHMENT0,
                glow::TEXTURE_2D,
                Some(texture),
                0,
            );
            gl.bind_texture(glow::TEXTURE_2D, None);
            let status = gl.check_framebuffer_status(glow::FRAMEBUFFER);
            gl.bind_framebuffer(glow::FRAMEBUFFER, None);
            if status != glow::FRAMEBUFFER_COMPLETE {
                return Err(format!("incomplete framebuffer {status:#x}"));
            }
        }
        self.size = size;
        Ok(())
    }

    /// Gives back what the graphics card holds; call while the context is still there.
    pub fn destroy(&mut self, gl: &glow::Context) {
        if let Some((framebuffer, texture)) = self.target.take() {
            // SAFETY: both were made with this context and are forgotten here.
            unsafe {
                gl.delete_framebuffer(framebuffer);
                gl.delete_texture(texture);
            }
        }
        self.pass = None;
    }
}

#[expect(
    unsafe_code,
    reason = "OpenGL has no safe interface; see the folder's first lines"
)]
fn way(gl: &glow::Context) -> Way {
    // SAFETY: asks for a name that every context has.
    let renderer = unsafe { gl.get_parameter_string(glow::RENDERER) };
    let wayland = ["WAYLAND_DISPLAY", "WAYLAND_SOCKET"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    if renderer.contains("llvmpipe") && !wayland {
        Way::Window
    } else {
        Way::Texture
    }
}
