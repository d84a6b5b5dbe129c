//! The picture on the screen: planes and a shader where the window draws with OpenGL, a texture everywhere else.
//!
//! The only unsafe code of the program is here, because calls into OpenGL are: each uploads bytes whose length was checked
//! against the plane's rows, into objects made and deleted here.

use std::sync::{Arc, Mutex, PoisonError};

use eframe::{
    egui_glow,
    glow::{self, HasContext as _},
};
use egui::{
    Color32, ColorImage, Rect, Stroke, StrokeKind, TextureHandle, TextureOptions, Ui, Vec2, pos2,
};

use super::theme::{self, Tokens};
use crate::media::{ColourMatrix, ColourRange, Orientation, PixelLayout, Plane, VideoFrame};

/// Shows frames; keeps what the graphics card needs from one frame to the next.
pub struct VideoSurface {
    planes: Option<Arc<Mutex<Planes>>>,
    texture: Option<(u64, TextureHandle)>,
}

impl VideoSurface {
    /// A surface for a window that draws with this OpenGL context, or with something else.
    #[must_use]
    pub fn new(gl: Option<&Arc<glow::Context>>) -> Self {
        let planes = gl.map(|_| Arc::new(Mutex::new(Planes::default())));
        Self {
            planes,
            texture: None,
        }
    }

    /// Draws the frame as large as fits into `stage`, turned and with square pixels. Returns where it lies.
    pub fn show(
        &mut self,
        ui: &Ui,
        stage: Rect,
        frame: Option<&Arc<VideoFrame>>,
        tokens: &Tokens,
    ) -> Rect {
        let painter = ui.painter();
        let whole = |part: Rect| {
            let painter = painter.with_clip_rect(painter.clip_rect().intersect(part));
            painter.rect(
                stage,
                theme::RADIUS,
                tokens.stage,
                Stroke::NONE,
                StrokeKind::Inside,
            );
        };
        let Some(frame) = frame else {
            whole(stage);
            return stage;
        };
        let picture = fit(stage, frame.display_size());
        // Only the bars beside the picture: what lies under it would be painted for nothing, thirty times a second.
        let (left, right) = (picture.left() + 1.0, picture.right() - 1.0);
        let (top, bottom) = (picture.top() + 1.0, picture.bottom() - 1.0);
        whole(Rect::everything_left_of(left));
        whole(Rect::everything_right_of(right));
        whole(Rect::everything_above(top));
        whole(Rect::everything_below(bottom));
        match &self.planes {
            Some(planes) if frame.layout != PixelLayout::Rgba => {
                let (planes, frame) = (Arc::clone(planes), Arc::clone(frame));
                let rounding = f32::from(theme::RADIUS);
                let callback = egui_glow::CallbackFn::new(move |info, painter| {
                    let mut planes = planes.lock().unwrap_or_else(PoisonError::into_inner);
                    let scale = info.pixels_per_point;
                    let stage_px = [
                        (stage.min.x - picture.min.x) * scale,
                        (stage.min.y - picture.min.y) * scale,
                        stage.width() * scale,
                        stage.height() * scale,
                    ];
                    let picture_px = [picture.width() * scale, picture.height() * scale];
                    planes.draw(painter.gl(), &frame, picture_px, stage_px, rounding * scale);
                });
                painter.add(egui::PaintCallback {
                    rect: picture,
                    callback: Arc::new(callback),
                });
            }
            _ => self.show_texture(ui, picture, frame),
        }
        picture
    }

    fn show_texture(&mut self, ui: &Ui, picture: Rect, frame: &VideoFrame) {
        let shown = self
            .texture
            .as_ref()
            .is_some_and(|(serial, _)| *serial == frame.serial);
        if !shown {
            let (width, height, bytes) = frame.to_rgba();
            let size = [width as usize, height as usize];
            let image = ColorImage::from_rgba_unmultiplied(size, &bytes);
            if let Some((serial, texture)) = &mut self.texture {
                *serial = frame.serial;
                texture.set(image, TextureOptions::LINEAR);
            } else {
                let texture = ui
                    .ctx()
                    .load_texture("picture", image, TextureOptions::LINEAR);
                self.texture = Some((frame.serial, texture));
            }
        }
        if let Some((_, texture)) = &self.texture {
            let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            ui.painter()
                .image(texture.id(), picture, whole, Color32::WHITE);
        }
    }

    /// Gives back what the graphics card holds; call while the context is still there.
    pub fn destroy(&self, gl: &glow::Context) {
        if let Some(planes) = &self.planes {
            planes
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .destroy(gl);
        }
    }
}

/// The largest rectangle of this shape in the middle of the stage, on whole points.
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    reason = "picture sizes are far below 2^24"
)]
pub fn fit(stage: Rect, size: (u32, u32)) -> Rect {
    let size = Vec2::new(size.0.max(1) as f32, size.1.max(1) as f32);
    let scale = (stage.width() / size.x).min(stage.height() / size.y);
    let fitted = (size * scale).round();
    Rect::from_min_size((stage.center() - fitted / 2.0).round(), fitted)
}

/// Where in the stored picture the corners of the shown one lie: top left, top right, bottom left, bottom right.
#[must_use]
pub fn corners(orientation: Orientation) -> [[f32; 2]; 4] {
    [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]].map(|[x, y]| {
        let x = if orientation.mirrored { 1.0 - x } else { x };
        match orientation.quarter_turns % 4 {
            1 => [y, 1.0 - x],
            2 => [1.0 - x, 1.0 - y],
            3 => [1.0 - y, x],
            _ => [x, y],
        }
    })
}

/// Rows of a matrix and an offset: `rgb = rows * (yuv - offset)`, for planes scaled to 0..1.
#[must_use]
pub fn colour_rows(matrix: ColourMatrix, range: ColourRange) -> ([f32; 9], [f32; 3]) {
    let (kr, kb) = match matrix {
        ColourMatrix::Bt601 => (0.299, 0.114),
        ColourMatrix::Bt709 => (0.2126, 0.0722),
        ColourMatrix::Bt2020 => (0.2627, 0.0593),
    };
    let kg = 1.0 - kr - kb;
    let (luma, chroma, black) = match range {
        ColourRange::Limited => (255.0 / 219.0, 255.0 / 224.0, 16.0 / 255.0),
        ColourRange::Full => (1.0, 1.0, 0.0),
    };
    let (red, blue) = (2.0 * (1.0 - kr) * chroma, 2.0 * (1.0 - kb) * chroma);
    let rows = [
        luma,
        0.0,
        red,
        luma,
        -blue * kb / kg,
        -red * kr / kg,
        luma,
        blue,
        0.0,
    ];
    (rows, [black, 128.0 / 255.0, 128.0 / 255.0])
}

const VERTEX: &str = r"
uniform vec2 corner_uv[4];
uniform vec2 picture;
out vec2 uv;
out vec2 at;
void main() {
    vec2 unit = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
    uv = corner_uv[gl_VertexID];
    at = unit * picture;
    gl_Position = vec4(unit.x * 2.0 - 1.0, 1.0 - unit.y * 2.0, 0.0, 1.0);
}
";

const FRAGMENT: &str = r"
precision highp float;
in vec2 uv;
in vec2 at;
out vec4 colour;
uniform sampler2D plane0;
uniform sampler2D plane1;
uniform sampler2D plane2;
uniform bool pairs;
uniform mat3 rows;
uniform vec3 offset;
uniform vec4 stage;
uniform float radius;
void main() {
    vec2 chroma = pairs ? texture(plane1, uv).rg : vec2(texture(plane1, uv).r, texture(plane2, uv).r);
    vec3 yuv = vec3(texture(plane0, uv).r, chroma);
    vec3 rgb = clamp((yuv - offset) * rows, 0.0, 1.0);
    vec2 half_stage = stage.zw * 0.5;
    vec2 from_middle = abs(at - stage.xy - half_stage) - half_stage + radius;
    float outside = length(max(from_middle, 0.0)) - radius;
    float alpha = clamp(0.5 - outside, 0.0, 1.0);
    colour = vec4(rgb * alpha, alpha);
}
";

/// What the graphics card holds for one surface.
#[derive(Default)]
struct Planes {
    program: Option<glow::Program>,
    array: Option<glow::VertexArray>,
    textures: Vec<(glow::Texture, u32, u32)>,
    serial: Option<u64>,
    failed: bool,
}

#[expect(
    unsafe_code,
    reason = "OpenGL has no safe interface; see the module's first lines"
)]
impl Planes {
    fn draw(
        &mut self,
        gl: &glow::Context,
        frame: &VideoFrame,
        picture: [f32; 2],
        stage: [f32; 4],
        radius: f32,
    ) {
        if self.failed {
            return;
        }
        if self.program.is_none()
            && let Err(error) = self.build(gl)
        {
            log::warn!("the picture cannot be drawn with a shader: {error}");
            self.failed = true;
            return;
        }
        let Some(program) = self.program else { return };
        if self.serial != Some(frame.serial) {
            self.upload(gl, frame);
            self.serial = Some(frame.serial);
        }
        let (rows, offset) = colour_rows(frame.matrix, frame.range);
        let uv: Vec<f32> = corners(frame.orientation).into_iter().flatten().collect();
        // SAFETY: the program, array and textures were made with this context and live until `destroy`; uniform slices have
        // the lengths that the shader declares; four vertices are made in the shader itself, no buffer is read.
        unsafe {
            let slot = |name: &str| gl.get_uniform_location(program, name);
            gl.use_program(Some(program));
            gl.bind_vertex_array(self.array);
            gl.disable(glow::FRAMEBUFFER_SRGB);
            for (unit, (texture, _, _)) in (0_u32..).zip(&self.textures) {
                gl.active_texture(glow::TEXTURE0 + unit);
                gl.bind_texture(glow::TEXTURE_2D, Some(*texture));
            }
            for (name, unit) in [("plane0", 0), ("plane1", 1), ("plane2", 2)] {
                gl.uniform_1_i32(slot(name).as_ref(), unit);
            }
            gl.uniform_1_i32(
                slot("pairs").as_ref(),
                i32::from(frame.layout == PixelLayout::Nv12),
            );
            // Rows are given as columns, so that the shader multiplies from the left: vector * matrix.
            gl.uniform_matrix_3_f32_slice(slot("rows").as_ref(), false, &rows);
            gl.uniform_3_f32_slice(slot("offset").as_ref(), &offset);
            gl.uniform_2_f32_slice(slot("corner_uv").as_ref(), &uv);
            gl.uniform_2_f32_slice(slot("picture").as_ref(), &picture);
            gl.uniform_4_f32_slice(slot("stage").as_ref(), &stage);
            gl.uniform_1_f32(slot("radius").as_ref(), radius);
            gl.draw_arrays(glow::TRIANGLE_STRIP, 0, 4);
            gl.active_texture(glow::TEXTURE0);
            gl.bind_vertex_array(None);
            gl.use_program(None);
        }
    }

    fn build(&mut self, gl: &glow::Context) -> Result<(), String> {
        let version = egui_glow::ShaderVersion::get(gl);
        let header = if version.is_embedded() {
            "#version 300 es"
        } else {
            "#version 140"
        };
        // SAFETY: objects are made, checked and deleted with the same context, in the order that OpenGL asks for.
        unsafe {
            let program = gl.create_program()?;
            let mut shaders = Vec::new();
            for (kind, source) in [
                (glow::VERTEX_SHADER, VERTEX),
                (glow::FRAGMENT_SHADER, FRAGMENT),
            ] {
                let shader = gl.create_shader(kind)?;
                let source = if version.is_embedded() {
                    source.to_owned()
                } else {
                    source.replace("precision highp float;", "")
                };
                gl.shader_source(shader, &format!("{header}\n{source}"));
                gl.compile_shader(shader);
                if !gl.get_shader_compile_status(shader) {
                    return Err(gl.get_shader_info_log(shader));
                }
                gl.attach_shader(program, shader);
                shaders.push(shader);
            }
            gl.link_program(program);
            let linked = gl.get_program_link_status(program);
            for shader in shaders {
                gl.detach_shader(program, shader);
                gl.delete_shader(shader);
            }
            if !linked {
                return Err(gl.get_program_info_log(program));
            }
            self.array = Some(gl.create_vertex_array()?);
            self.program = Some(program);
        }
        Ok(())
    }

    fn upload(&mut self, gl: &glow::Context, frame: &VideoFrame) {
        for (at, plane) in frame.planes.iter().enumerate() {
            let pair = frame.layout == PixelLayout::Nv12 && at == 1;
            let sample = if pair { 2 } else { 1 };
            let Some(bytes) = rows_of(frame, plane, sample) else {
                log::warn!("a plane of the picture is shorter than it says");
                continue;
            };
            let (inner, format) = if pair {
                (glow::RG8, glow::RG)
            } else {
                (glow::R8, glow::RED)
            };
            let (width, height) = (plane.width.cast_signed(), plane.height.cast_signed());
            let row = i32::try_from(plane.stride / sample).unwrap_or(width);
            // SAFETY: `bytes` holds every row that OpenGL is told to read: `rows_of` checked stride times height against it.
            unsafe {
                let known = self
                    .textures
                    .get(at)
                    .filter(|(_, w, h)| (*w, *h) == (plane.width, plane.height));
                let texture = if let Some((texture, _, _)) = known {
                    gl.bind_texture(glow::TEXTURE_2D, Some(*texture));
                    None
                } else {
                    let Ok(texture) = gl.create_texture() else {
                        return;
                    };
                    gl.bind_texture(glow::TEXTURE_2D, Some(texture));
                    for (name, value) in [
                        (glow::TEXTURE_MIN_FILTER, glow::LINEAR),
                        (glow::TEXTURE_MAG_FILTER, glow::LINEAR),
                        (glow::TEXTURE_WRAP_S, glow::CLAMP_TO_EDGE),
                        (glow::TEXTURE_WRAP_T, glow::CLAMP_TO_EDGE),
                    ] {
                        gl.tex_parameter_i32(glow::TEXTURE_2D, name, value.cast_signed());
                    }
                    Some(texture)
                };
                gl.pixel_store_i32(glow::UNPACK_ALIGNMENT, 1);
                gl.pixel_store_i32(glow::UNPACK_ROW_LENGTH, row);
                let data = glow::PixelUnpackData::Slice(Some(bytes));
                if texture.is_some() {
                    gl.tex_image_2d(
                        glow::TEXTURE_2D,
                        0,
                        inner.cast_signed(),
                        width,
                        height,
                        0,
                        format,
                        glow::UNSIGNED_BYTE,
                        data,
                    );
                } else {
                    gl.tex_sub_image_2d(
                        glow::TEXTURE_2D,
                        0,
                        0,
                        0,
                        width,
                        height,
                        format,
                        glow::UNSIGNED_BYTE,
                        data,
                    );
                }
                gl.pixel_store_i32(glow::UNPACK_ROW_LENGTH, 0);
                gl.pixel_store_i32(glow::UNPACK_ALIGNMENT, 4);
                if let Some(texture) = texture {
                    let entry = (texture, plane.width, plane.height);
                    if let Some(old) = self.textures.get_mut(at) {
                        gl.delete_texture(old.0);
                        *old = entry;
                    } else {
                        self.textures.push(entry);
                    }
                }
            }
        }
    }

    fn destroy(&mut self, gl: &glow::Context) {
        // SAFETY: everything deleted was made with this context and is forgotten here.
        unsafe {
            for (texture, _, _) in self.textures.drain(..) {
                gl.delete_texture(texture);
            }
            if let Some(array) = self.array.take() {
                gl.delete_vertex_array(array);
            }
            if let Some(program) = self.program.take() {
                gl.delete_program(program);
            }
        }
        self.serial = None;
    }
}

/// The bytes of a plane's rows, if the frame holds all of them and rows are no shorter than the plane is wide.
fn rows_of<'a>(frame: &'a VideoFrame, plane: &Plane, sample: usize) -> Option<&'a [u8]> {
    let (width, height) = (plane.width as usize * sample, plane.height as usize);
    let needed = plane
        .stride
        .checked_mul(height.checked_sub(1)?)?
        .checked_add(width)?;
    let bytes = frame.bytes.get(plane.offset..)?;
    (plane.stride >= width && plane.stride.is_multiple_of(sample) && bytes.len() >= needed)
        .then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_turn_puts_the_stored_bottom_left_at_the_top_left() {
        let turned = corners(Orientation {
            quarter_turns: 1,
            mirrored: false,
        });
        let whole = turned.map(|corner| corner.map(|part| part > 0.5));
        assert_eq!(whole[0], [false, true]);
        assert_eq!(whole[1], [false, false]);
    }

    #[test]
    fn white_and_black_come_out_white_and_black() {
        for matrix in [
            ColourMatrix::Bt601,
            ColourMatrix::Bt709,
            ColourMatrix::Bt2020,
        ] {
            for (range, black, white) in [
                (ColourRange::Limited, 16.0, 235.0),
                (ColourRange::Full, 0.0, 255.0),
            ] {
                let (rows, offset) = colour_rows(matrix, range);
                for (luma, wanted) in [(black, 0.0), (white, 1.0)] {
                    let yuv = [luma / 255.0, 128.0 / 255.0, 128.0 / 255.0_f32];
                    for row in rows.chunks(3) {
                        let value: f32 = row
                            .iter()
                            .zip(yuv.iter().zip(offset))
                            .map(|(r, (y, o))| r * (y - o))
                            .sum();
                        assert!((value - wanted).abs() < 1e-3);
                    }
                }
            }
        }
    }

    #[test]
    fn a_portrait_picture_stands_in_the_middle_of_the_stage() {
        let stage = Rect::from_min_size(pos2(10.0, 20.0), Vec2::new(800.0, 400.0));
        let picture = fit(stage, (720, 1280));
        assert!((picture.height() - 400.0).abs() < 1.0 && picture.width() < 230.0);
        assert!((picture.center().x - stage.center().x).abs() <= 1.0);
    }
}
