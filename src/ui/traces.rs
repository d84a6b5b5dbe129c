//! What is only for its owner leaves the window together with them: what fields keep for undoing, and what was copied.

use egui::{Context, Event, OutputCommand, text_edit::TextEditState, util::IdTypeMap};

/// Whether somebody reads what is only for them, and what of it may lie about once they leave.
#[derive(Debug, Default)]
pub struct Traces {
    within: bool,
    copied: bool,
}

impl Traces {
    /// Called at the end of every pass, with whether somebody reads what is only for them now. True when they have just
    /// left: then what is kept while typing has to go as well.
    pub fn follow(&mut self, ctx: &Context, within: bool) -> bool {
        if within {
            self.copied |= has_copied(ctx);
        }
        let left = std::mem::replace(&mut self.within, within) && !within;
        if left {
            // Every field keeps what stood in it, so that Ctrl+Z could bring it back for whoever comes next.
            ctx.data_mut(IdTypeMap::remove_by_type::<TextEditState>);
            ctx.memory_mut(|memory| {
                if let Some(id) = memory.focused() {
                    memory.surrender_focus(id);
                }
            });
            // Words that were selected are pasted with the middle button of the mouse.
            ctx.send_cmd(OutputCommand::TextSelectionSettled(String::new()));
            if std::mem::take(&mut self.copied) {
                ctx.copy_text(String::new());
            }
        }
        left
    }
}

fn has_copied(ctx: &Context) -> bool {
    let asked = ctx.input(|input| {
        let copies = |event: &Event| matches!(event, Event::Copy | Event::Cut);
        input.events.iter().any(copies)
    });
    let copies = |command: &OutputCommand| {
        matches!(
            command,
            OutputCommand::CopyText(_) | OutputCommand::CopyImage(_)
        )
    };
    asked || ctx.output(|output| output.commands.iter().any(copies))
}
