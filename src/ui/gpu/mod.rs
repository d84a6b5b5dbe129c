//! Calls into OpenGL: the picture's planes and the canvas that keeps what is painted. The only unsafe code of the program.
//!
//! Everything here makes, uses and deletes objects of one context, on the window's thread; each upload's length was checked
//! against the plane's rows before.

pub mod canvas;
pub mod planes;
