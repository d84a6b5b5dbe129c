//! The planes of a picture as textures, and the shader that turns them into colours while it draws them.

use eframe::{
    egui_glow,
    glow::{self, HasContext as _},
};

use super::super::video_surface::{colour_rows, corners};
use crate::media::{PixelLayout, Plane, VideoFrame};

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

/// Where planes in pairs or a rounded stage are meant, a word in front says so: a branch in the shader would be taken for
/// every pixel, and where a processor draws, both of its ways cost time.
const FRAGMENT: &str = r"
precision highp float;
in vec2 uv;
in vec2 at;
out vec4 colour;
uniform sampler2D plane0;
uniform sampler2D plane1;
uniform sampler2D plane2;
uniform mat3 rows;
uniform vec3 black;
uniform vec4 stage;
uniform float radius;
void main() {
#ifdef PAIRS
    vec2 chroma = texture(plane1, uv).rg;
#else
    vec2 chroma = vec2(texture(plane1, uv).r, texture(plane2, uv).r);
#endif
    vec3 rgb = vec3(texture(plane0, uv).r, chroma) * rows - black;
#ifdef ROUNDED
    vec2 half_stage = stage.zw * 0.5;
    vec2 from_middle = abs(at - stage.xy - half_stage) - half_stage + radius;
    float outside = length(max(from_middle, 0.0)) - radius;
    float alpha = clamp(0.5 - outside, 0.0, 1.0);
    colour = vec4(clamp(rgb, 0.0, 1.0) * alpha, alpha);
#else
    colour = vec4(rgb, 1.0);
#endif
}
";

/// Where a picture is drawn, in pixels.
pub struct Place {
    /// Width and height of the picture.
    pub picture: [f32; 2],
    /// The stage it lies on, from the picture's top left: left, top, width, height.
    pub stage: [f32; 4],
    /// How round the stage's corners are.
    pub radius: f32,
}

/// What the graphics card holds for one surface.
#[derive(Default)]
pub struct Planes {
    /// By whether chroma comes in pairs, and whether the corners are rounded.
    programs: [[Option<glow::Program>; 2]; 2],
    array: Option<glow::VertexArray>,
    textures: Vec<(glow::Texture, u32, u32)>,
    serial: Option<u64>,
    failed: bool,
}

#[expect(
    unsafe_code,
    reason = "OpenGL has no safe interface; see the folder's first lines"
)]
impl Planes {
    /// Draws the frame; its planes are uploaded when they are not those of the last time.
    pub fn draw(
        &mut self,
        gl: &glow::Context,
        frame: &VideoFrame,
        place: &Place,
        info: &egui::PaintCallbackInfo,
    ) {
        let pairs = frame.layout == PixelLayout::Nv12;
        if !self.failed
            && self.array.is_none()
            && let Err(error) = self.build(gl)
        {
            log::warn!("the picture cannot be drawn with a shader: {error}");
            self.failed = true;
        }
        if self.failed {
            return;
        }
        if self.serial != Some(frame.serial) {
            self.upload(gl, frame);
            self.serial = Some(frame.serial);
        }
        let shown = info.clip_rect_in_pixels();
        let (left, wide) = (shown.left_px, shown.width_px);
        let picture_top = info.viewport_in_pixels().top_px;
        #[expect(clippy::cast_possible_truncation, reason = "a window's pixels")]
        let [stage_top, stage_bottom, radius] = [
            place.stage[1].floor(),
            (place.stage[1] + place.stage[3]).ceil(),
            place.radius.ceil(),
        ]
        .map(|pixels| pixels as i32);
        let (top, bottom) = (shown.top_px, shown.top_px + shown.height_px);
        let upper = (picture_top + stage_top + radius).clamp(top, bottom);
        let lower = (picture_top + stage_bottom - radius).clamp(upper, bottom);
        let high = i32::try_from(info.screen_size_px[1]).unwrap_or(i32::MAX);
        // Corners need each pixel's distance and blending; only the rows that have corners pay for it.
        for (rounded, from, to) in [
            (true, top, upper),
            (false, upper, lower),
            (true, lower, bottom),
        ] {
            if to > from
                && let Some(program) = self.programs[usize::from(pairs)][usize::from(rounded)]
            {
                // SAFETY: the scissor is only a limit; the context is the one everything here was made with.
                unsafe {
                    gl.scissor(left, high - to, wide, to - from);
                    if rounded {
                        gl.enable(glow::BLEND);
                    } else {
                        gl.disable(glow::BLEND);
                    }
                }
                self.draw_with(gl, program, frame, place);
            }
        }
    }

    fn draw_with(
        &self,
        gl: &glow::Context,
        program: glow::Program,
        frame: &VideoFrame,
        place: &Place,
    ) {
        let (rows, offset) = colour_rows(frame.matrix, frame.range);
        let black: [f32; 3] =
            std::array::from_fn(|row| (0..3).map(|part| rows[row * 3 + part] * offset[part]).sum());
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
            // Rows are given as columns, so that the shader multiplies from the left: vector * matrix.
            gl.uniform_matrix_3_f32_slice(slot("rows").as_ref(), false, &rows);
            gl.uniform_3_f32_slice(slot("black").as_ref(), &black);
            gl.uniform_2_f32_slice(slot("corner_uv").as_ref(), &uv);
            gl.uniform_2_f32_slice(slot("picture").as_ref(), &place.picture);
            gl.uniform_4_f32_slice(slot("stage").as_ref(), &place.stage);
            gl.uniform_1_f32(slot("radius").as_ref(), place.radius);
            gl.draw_arrays(glow::TRIANGLE_STRIP, 0, 4);
            gl.active_texture(glow::TEXTURE0);
            gl.bind_vertex_array(None);
            gl.use_program(None);
        }
    }

    fn build(&mut self, gl: &glow::Context) -> Result<(), String> {
        for (pairs, rounded) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            self.programs[pairs][rounded] = Some(program(gl, pairs == 1, rounded == 1)?);
        }
        // SAFETY: made with the context that everything here is made with.
        self.array = Some(unsafe { gl.create_vertex_array()? });
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

    /// Gives back what the graphics card holds; call while the context is still there.
    pub fn destroy(&mut self, gl: &glow::Context) {
        // SAFETY: everything deleted was made with this context and is forgotten here.
        unsafe {
            for (texture, _, _) in self.textures.drain(..) {
                gl.delete_texture(texture);
            }
            if let Some(array) = self.array.take() {
                gl.delete_vertex_array(array);
            }
            for program in self.programs.as_flattened_mut() {
                if let Some(program) = program.take() {
                    gl.delete_program(program);
                }
            }
        }
        self.serial = None;
    }
}

#[expect(
    unsafe_code,
    reason = "OpenGL has no safe interface; see the folder's first lines"
)]
fn program(gl: &glow::Context, pairs: bool, rounded: bool) -> Result<glow::Program, String> {
    let embedded = egui_glow::ShaderVersion::get(gl).is_embedded();
    let mut header = String::from(if embedded {
        "#version 300 es\n"
    } else {
        "#version 140\n"
    });
    for (word, meant) in [("PAIRS", pairs), ("ROUNDED", rounded)] {
        if meant {
            header.extend(["#define ", word, "\n"]);
        }
    }
    // SAFETY: objects are made, checked and deleted with the same context, in the order that OpenGL asks for.
    unsafe {
        let program = gl.create_program()?;
        let mut shaders = Vec::new();
        for (kind, source) in [
            (glow::VERTEX_SHADER, VERTEX),
            (glow::FRAGMENT_SHADER, FRAGMENT),
        ] {
            let shader = gl.create_shader(kind)?;
            let source = if embedded {
                source.to_owned()
            } else {
                source.replace("precision highp float;", "")
            };
            gl.shader_source(shader, &format!("{header}{source}"));
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
        if linked {
            Ok(program)
        } else {
            Err(gl.get_program_info_log(program))
        }
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
