//! The 007 format ("AccessToken2").

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::Mac;

use crate::credentials::{AppId, Credentials, HEX_LEN, SIGNATURE_LEN, Signature};
use crate::deflate;
use crate::error::Error;
use crate::service::Service;
use crate::wire::{Base64Decoder, Reader, Writer};

/// What every 007 token starts with.
pub(crate) const PREFIX: &str = "007";

/// The signature with its length.
const SIGNATURE_FIELD: usize = 2 + SIGNATURE_LEN;

/// What stands in front of the services.
const HEAD_LEN: usize = SIGNATURE_FIELD + 2 + HEX_LEN + 4 + 4 + 4 + 2;

/// The front of a content that repeats nothing: the signature and the App ID.
const NOISE: usize = SIGNATURE_FIELD + 2 + HEX_LEN;

/// Contents up to this size are built on the stack; every one-call builder's is.
const STACK_CONTENT: usize = 512;

/// What a token says besides its services.
#[derive(Clone, Copy)]
pub(crate) struct Header {
    pub(crate) issued_at: u32,
    /// Seconds from `issued_at`.
    pub(crate) expires_in: u32,
    pub(crate) salt: u32,
}

/// The longest text of a token with these services, whatever its header.
pub(crate) fn max_token_len<'a>(services: impl Iterator<Item = &'a Service<'a>>) -> usize {
    max_text_len(content_len(services))
}

/// The longest text of a token with a content of this length.
pub(crate) const fn max_text_len(content_len: usize) -> usize {
    PREFIX.len() + deflate::max_compressed_len(content_len).div_ceil(3) * 4
}

fn content_len<'a>(services: impl Iterator<Item = &'a Service<'a>>) -> usize {
    HEAD_LEN + services.map(Service::encoded_len).sum::<usize>()
}

/// Signs a token of `services`, which stand in ascending order of their types, and writes its text to
/// the front of `out`, which holds at least [`max_token_len`] bytes. Returns the text's length.
pub(crate) fn build(
    credentials: &Credentials,
    header: Header,
    services: &[&Service<'_>],
    out: &mut [u8],
) -> Result<usize, Error> {
    match content_len(services.iter().copied()) {
        0..=STACK_CONTENT => {
            let mut stream = [0; deflate::space_for(STACK_CONTENT)];
            build_in(&mut [0; STACK_CONTENT], &mut stream, credentials, header, services, out)
        }
        len @ ..=deflate::MAX_CONTENT => {
            let mut stream = vec![0; deflate::space_for(len)];
            build_in(&mut vec![0; len], &mut stream, credentials, header, services, out)
        }
        _ => Err(Error::TokenTooLarge),
    }
}

/// [`build`] with buffers for the content and for its compressed stream.
fn build_in(
    content: &mut [u8],
    stream: &mut [u8],
    credentials: &Credentials,
    header: Header,
    services: &[&Service<'_>],
    out: &mut [u8],
) -> Result<usize, Error> {
    let mut writer = Writer::new(&mut content[SIGNATURE_FIELD..]);
    writer.string(credentials.app_id.as_bytes())?;
    writer.u32(header.issued_at)?;
    writer.u32(header.expires_in)?;
    writer.u32(header.salt)?;
    writer.count(services.len())?;
    for service in services {
        service.write(&mut writer)?;
    }
    let content = {
        let len = SIGNATURE_FIELD + writer.len();
        &mut content[..len]
    };

    let (signature, signed) = content.split_at_mut(SIGNATURE_FIELD);
    let mut mac = credentials.keyed_for(header.issued_at, header.salt);
    mac.update(signed);
    Writer::new(signature).string(&mac.finalize().into_bytes())?;

    let stream_len = deflate::compress(content, NOISE, stream);
    let (prefix, text) = out.split_at_mut(PREFIX.len());
    prefix.copy_from_slice(PREFIX.as_bytes());
    let text_len = STANDARD.encode_slice(&stream[..stream_len], text).map_err(|_| Error::BufferTooSmall)?;
    Ok(PREFIX.len() + text_len)
}

/// The inflated content of what follows [`PREFIX`].
pub(crate) fn unpack(text: &str) -> Result<Vec<u8>, Error> {
    deflate::inflate(Base64Decoder::new().decode(text)?)
}

/// What a 007 token holds, borrowed from its content.
pub(crate) struct AccessToken2<'a> {
    pub(crate) app_id: AppId,
    pub(crate) header: Header,
    pub(crate) services: Vec<Service<'a>>,
    /// A type this library does not know, which ends the list: its length can't be known.
    pub(crate) unknown_service: Option<u16>,
    signature: Signature<'a>,
    signed: &'a [u8],
}

impl<'a> AccessToken2<'a> {
    /// Reads an inflated content.
    pub(crate) fn parse(content: &'a [u8]) -> Result<AccessToken2<'a>, Error> {
        let mut reader = Reader::new(content);
        let signature = Signature::new(reader.string()?).ok_or(Error::MalformedToken)?;
        let signed = reader.rest();
        let app_id = AppId::new(reader.text()?).map_err(|_| Error::MalformedToken)?;
        let header = Header { issued_at: reader.u32()?, expires_in: reader.u32()?, salt: reader.u32()? };
        let count = reader.count()?;
        if count == 0 {
            return Err(Error::NoService);
        }
        let mut services = Vec::new();
        let mut unknown_service = None;
        for _ in 0..count {
            match Service::read(&mut reader)? {
                Ok(service) => services.push(service),
                Err(number) => {
                    unknown_service = Some(number);
                    break;
                }
            }
        }
        if unknown_service.is_none() {
            reader.end()?;
        }
        Ok(AccessToken2 { app_id, header, services, unknown_service, signature, signed })
    }

    /// When the token itself ends, as a Unix time.
    pub(crate) fn expires_at(&self) -> u64 {
        u64::from(self.header.issued_at) + u64::from(self.header.expires_in)
    }

    /// Whether the token was signed with these credentials, in constant time. The signature covers
    /// every byte behind it, those of unknown services too.
    pub(crate) fn is_signed(&self, credentials: &Credentials) -> bool {
        let mut mac = credentials.keyed_for(self.header.issued_at, self.header.salt);
        mac.update(self.signed);
        self.signature.is_of(mac)
    }
}
