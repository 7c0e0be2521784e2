//! Bytes to text, as the consoles of both worlds write files.

/// Why bytes are no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TextError {
    /// A UTF-16 text with half a character in it.
    #[error("not text: the UTF-16 is broken at byte {at}")]
    Utf16 {
        /// The offset of the first byte that does not fit.
        at: usize,
    },
    /// Neither UTF-8 nor marked as UTF-16.
    #[error("not text: byte {at} is not UTF-8; save the file as UTF-8")]
    Utf8 {
        /// The offset of the first byte that does not fit.
        at: usize,
    },
}

/// Text from bytes: UTF-8 with or without a byte order mark, or UTF-16 with one.
///
/// Windows PowerShell's `>` writes UTF-16 and its `Out-File -Encoding utf8` writes a byte order mark, so that
/// `docker network inspect nat > nat.json` is seldom plain UTF-8 there.
///
/// # Errors
/// [`TextError`] with the offset of the first byte that fits neither.
///
/// ```
/// use docknet::wire::decode;
/// assert_eq!(decode(b"\xef\xbb\xbf[]")?, "[]");
/// assert_eq!(decode(b"\xff\xfe[\0]\0")?, "[]");
/// assert!(decode(b"\x89PNG").is_err());
/// # Ok::<(), docknet::wire::TextError>(())
/// ```
pub fn decode(bytes: &[u8]) -> Result<String, TextError> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest, 3),
        all => utf8(all, 0),
    }
}

fn utf8(bytes: &[u8], mark: usize) -> Result<String, TextError> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => Err(TextError::Utf8 { at: mark + error.valid_up_to() }),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, TextError> {
    let (pairs, rest) = bytes.split_at(bytes.len() - bytes.len() % 2);
    if !rest.is_empty() {
        return Err(TextError::Utf16 { at: 2 + pairs.len() });
    }
    let units = pairs.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let mut text = String::with_capacity(pairs.len() / 2);
    let mut at = 2;
    for character in char::decode_utf16(units) {
        let Ok(character) = character else { return Err(TextError::Utf16 { at }) };
        at += 2 * character.len_utf16();
        text.push(character);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_texts_say_where() {
        assert_eq!(decode(b"ab\xffc"), Err(TextError::Utf8 { at: 2 }));
        assert_eq!(decode(b"\xef\xbb\xbfab\xff"), Err(TextError::Utf8 { at: 5 }));
        assert_eq!(decode(b"\xff\xfea\0b"), Err(TextError::Utf16 { at: 4 }));
        assert_eq!(decode(b"\xff\xfe\x00\xd8"), Err(TextError::Utf16 { at: 2 }));
        assert_eq!(decode(b"\xfe\xff\0["), Ok("[".to_owned()));
        assert_eq!(decode(b""), Ok(String::new()));
    }
}
