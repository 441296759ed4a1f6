//! Outputs that are compressed on their way.

use flate2::Compression;
use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use std::io::{self, Write};

use super::Sink;

/// How an output is compressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    #[default]
    None,
    /// As by gzip.
    Gzip,
    /// As by zstd.
    Zstd,
}

/// Compresses what it takes, and ends the compression with the output.
pub enum Packer<W: Write> {
    /// As it is.
    Plain(W),
    /// As by gzip.
    Gzip(Box<GzEncoder<W>>),
    /// As by zstd.
    Zstd(Frames<W>),
}

impl<W: Write> Packer<W> {
    /// Compresses what goes to `out`.
    pub fn new(out: W, packing: Packing) -> Self {
        match packing {
            Packing::None => Packer::Plain(out),
            Packing::Gzip => Packer::Gzip(Box::new(GzEncoder::new(out, Compression::default()))),
            Packing::Zstd => Packer::Zstd(Frames { out, waiting: Vec::new() }),
        }
    }
}

impl<W: Write + Send> Sink for Packer<W> {
    fn take(&mut self, piece: &[u8]) -> io::Result<()> {
        match self {
            Packer::Plain(out) => out.write_all(piece),
            Packer::Gzip(out) => out.write_all(piece),
            Packer::Zstd(frames) => frames.take(piece),
        }
    }

    fn end(&mut self) -> io::Result<()> {
        match self {
            Packer::Plain(out) => out.flush(),
            Packer::Gzip(out) => {
                out.try_finish()?;
                out.get_mut().flush()
            }
            Packer::Zstd(frames) => {
                frames.write()?;
                frames.out.flush()
            }
        }
    }
}

/// Frames of zstd, one behind the other, as the format allows: the encoder
/// makes whole frames only.
pub struct Frames<W> {
    out: W,
    waiting: Vec<u8>,
}

/// So many bytes make a frame.
const FRAME: usize = 4 << 20;

impl<W: Write> Frames<W> {
    fn take(&mut self, piece: &[u8]) -> io::Result<()> {
        self.waiting.extend_from_slice(piece);
        if self.waiting.len() < FRAME { Ok(()) } else { self.write() }
    }

    fn write(&mut self) -> io::Result<()> {
        let frame = compress_to_vec(&self.waiting[..], CompressionLevel::Fastest);
        self.waiting.clear();
        self.out.write_all(&frame)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn what_was_packed_is_unpacked() {
        let pieces = ["document,line\n".repeat(5000), "a.txt,1\n".repeat(900_000), String::new()];
        for packing in [Packing::None, Packing::Gzip, Packing::Zstd] {
            let mut packed = Vec::new();
            let mut packer = Packer::new(&mut packed, packing);
            pieces.iter().try_for_each(|piece| packer.take(piece.as_bytes())).unwrap();
            packer.end().unwrap();
            drop(packer);
            let mut unpacked = Vec::new();
            match packing {
                Packing::None => unpacked = packed,
                Packing::Gzip => drop(flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut unpacked).unwrap()),
                Packing::Zstd => {
                    let mut rest = &packed[..];
                    while !rest.is_empty() {
                        let mut frame = ruzstd::decoding::StreamingDecoder::new(&mut rest).unwrap();
                        frame.read_to_end(&mut unpacked).unwrap();
                    }
                }
            }
            assert!(unpacked == pieces.concat().into_bytes(), "{packing:?}");
        }
    }
}
