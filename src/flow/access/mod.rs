//! What may be watched: locks for a catalogue, the permit for one playback, the end of temporary
//! access.

mod locks;
mod play;
mod temporary;

pub use locks::{Lock, LockState, Locks, LocksPlan};
pub use play::{Play, PlayOutcome, PlayPlan, Refusal};
pub use temporary::{
    TemporaryAccess, TemporaryAccessEnd, TemporaryAccessPlan, TemporaryAccessRemaining,
};
