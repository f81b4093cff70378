//! What the head of an ELF file says: for which processor it is, and how its segments are aligned.

/// A library's head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// `e_machine`: 3 is x86, 40 ARM, 62 x86-64, 183 AArch64.
    pub(super) machine: u64,
    /// The smallest alignment of the segments that are loaded, in bytes.
    pub(super) alignment: u64,
}

/// Reads the head of a little-endian ELF file with at least one loaded segment; `None` for anything
/// else.
pub(super) fn head(elf: &[u8]) -> Option<Head> {
    const LOAD: u64 = 1;
    if elf.get(..4)? != b"\x7fELF" || *elf.get(5)? != 1 {
        return None;
    }
    let wide = match elf.get(4)? {
        1 => false,
        2 => true,
        _ => return None,
    };
    let number = |at: usize, size: usize| -> Option<u64> {
        let bytes = elf.get(at..at.checked_add(size)?)?;
        let little_endian = bytes.iter().rev();
        Some(little_endian.fold(0, |number, byte| number << 8 | u64::from(*byte)))
    };
    let (table, size_at, count_at) = if wide {
        (number(0x20, 8)?, 0x36, 0x38)
    } else {
        (number(0x1c, 4)?, 0x2a, 0x2c)
    };
    let (size, count) = (number(size_at, 2)?, number(count_at, 2)?);
    let mut smallest = None;
    for index in 0..count {
        let header = usize::try_from(table.checked_add(index.checked_mul(size)?)?).ok()?;
        if number(header, 4)? == LOAD {
            let align = if wide {
                number(header.checked_add(0x30)?, 8)?
            } else {
                number(header.checked_add(0x1c)?, 4)?
            };
            smallest = Some(smallest.map_or(align, |smallest: u64| smallest.min(align)));
        }
    }
    Some(Head {
        machine: number(0x12, 2)?,
        alignment: smallest?,
    })
}

/// For tests: a 64-bit file for `machine` with segments of these types and alignments.
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
pub(super) fn example(machine: u8, segments: &[(u8, u16)]) -> Vec<u8> {
    let mut file = vec![0; 64];
    file[..6].copy_from_slice(b"\x7fELF\x02\x01");
    file[0x12] = machine;
    file[0x20] = 64;
    file[0x36] = 56;
    file[0x38] = u8::try_from(segments.len()).unwrap();
    for (kind, align) in segments {
        let mut header = vec![0; 56];
        header[0] = *kind;
        header[0x30..0x32].copy_from_slice(&align.to_le_bytes());
        file.extend(header);
    }
    file
}

#[cfg(test)]
#[allow(clippy::indexing_slicing)]
mod tests {
    use super::*;

    fn alignment(segments: &[(u8, u16)]) -> Option<u64> {
        head(&example(62, segments)).map(|head| head.alignment)
    }

    #[test]
    fn the_smallest_alignment_of_what_is_loaded_counts() {
        assert_eq!(alignment(&[(1, 16384), (2, 8)]), Some(16384));
        assert_eq!(alignment(&[(1, 16384), (1, 4096)]), Some(4096));
        assert_eq!(alignment(&[(2, 8)]), None);
    }

    #[test]
    fn the_processor_is_told() {
        let found = head(&example(183, &[(1, 4096)]));
        assert_eq!(
            found,
            Some(Head {
                machine: 183,
                alignment: 4096
            })
        );
    }

    #[test]
    fn what_is_no_library_has_no_head() {
        let good = example(62, &[(1, 16384)]);
        for end in 0..good.len() - 8 {
            assert_eq!(head(&good[..end]), None, "{end}");
        }
        assert_eq!(head(b"#!/bin/sh and more than a few bytes"), None);
    }
}
