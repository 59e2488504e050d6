//! Any sequence of calls of the C ABI that its header allows: handles of the right kind or NULL, each until it is freed;
//! strings, lists and structs that are whole, NULL, or of a wrong size; buffers of any size. Each call returns a status
//! that the header documents for it, writes where and when the header says, and leaves what it cannot do as it was.

use std::ffi::{CStr, c_char};
use std::ptr::{null, null_mut};

use arbitrary::{Arbitrary, Result, Unstructured};

use crate::abi::*;
use crate::header::assert_documented;
use crate::{APP_ID, CERTIFICATE};

/// So many calls in a sequence let every handle be made, used and freed.
const MAX_CALLS: usize = 64;

pub fn c_abi(input: &[u8]) {
    let mut session = Session {
        input: Unstructured::new(input),
        tokens: Vec::new(),
        issuers: Handles::new(agora_token_issuer_free),
        builders: Handles::new(agora_token_builder_free),
        infos: Handles::new(agora_token_info_free),
        endpoints: Handles::new(agora_token_endpoint_free),
        responses: Handles::new(agora_token_response_free),
    };
    for _ in 0..MAX_CALLS {
        // An input that ends within a call makes no call of it.
        if session.input.is_empty() || session.call().is_err() {
            break;
        }
    }
}

struct Session<'a> {
    input: Unstructured<'a>,
    /// The tokens made so far.
    tokens: Vec<Box<[u8]>>,
    issuers: Handles<agora_token_issuer>,
    builders: Handles<agora_token_builder>,
    infos: Handles<agora_token_info>,
    endpoints: Handles<agora_token_endpoint>,
    responses: Handles<agora_token_response>,
}

/// The handles of one kind that were made and not freed; the last are freed when the sequence ends.
struct Handles<T> {
    alive: Vec<*mut T>,
    free: unsafe extern "C" fn(*mut T),
}

impl<T> Handles<T> {
    fn new(free: unsafe extern "C" fn(*mut T)) -> Self {
        Handles { alive: Vec::new(), free }
    }

    /// One of them, or NULL.
    fn pick(&self, input: &mut Unstructured<'_>) -> Result<*mut T> {
        if self.alive.is_empty() || input.ratio(1, 16)? { Ok(null_mut()) } else { input.choose(&self.alive).copied() }
    }

    /// Frees one of them, or NULL.
    fn free_one(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let handle = self.pick(input)?;
        self.alive.retain(|alive| *alive != handle);
        // SAFETY: NULL, or a handle that nobody freed, and that nobody picks again.
        unsafe { (self.free)(handle) };
        Ok(())
    }
}

impl<T> Drop for Handles<T> {
    fn drop(&mut self) {
        for &handle in &self.alive {
            // SAFETY: nobody freed it.
            unsafe { (self.free)(handle) };
        }
    }
}

/// A string to pass: its bytes have an allocation of their own, without a NUL behind them.
struct Text {
    str: agora_token_str,
    _bytes: Box<[u8]>,
}

impl Text {
    fn new(bytes: &[u8]) -> Self {
        let bytes: Box<[u8]> = bytes.into();
        Text { str: agora_token_str { data: bytes.as_ptr().cast(), len: bytes.len() }, _bytes: bytes }
    }
}

/// A list of strings to pass, or one that is NULL.
struct Texts {
    items: *const agora_token_str,
    count: usize,
    _texts: (Vec<Text>, Box<[agora_token_str]>),
}

/// A struct to pass: NULL, whole, or with a wrong size, and then nothing behind it.
enum Struct<T> {
    Null,
    Whole(Box<T>),
    Size(Box<usize>),
}

impl<T> Struct<T> {
    fn any(input: &mut Unstructured<'_>, whole: T) -> Result<Self> {
        Ok(match input.int_in_range(0..=15)? {
            0 => Struct::Null,
            1 => {
                let size = usize::arbitrary(input)?;
                // A smaller size may be that of an older struct, which would be read.
                Struct::Size(Box::new(if size <= size_of::<T>() { 0 } else { size }))
            }
            _ => Struct::Whole(Box::new(whole)),
        })
    }

    fn pointer(&self) -> *const T {
        match self {
            Struct::Null => null(),
            Struct::Whole(whole) => &**whole,
            Struct::Size(size) => (&raw const **size).cast(),
        }
    }
}

/// What an output holds before the call, and what must be left behind its end.
const UNTOUCHED: u8 = 0xa5;
const UNTOUCHED_LEN: usize = 0x5a5a;
const CANARY: usize = 32;

/// An output buffer with a canary behind it.
struct Output {
    bytes: Vec<u8>,
    capacity: usize,
    len: usize,
}

impl Output {
    fn new(capacity: usize) -> Self {
        Output { bytes: vec![UNTOUCHED; capacity + CANARY], capacity, len: UNTOUCHED_LEN }
    }

    /// What a call wrote that returned `status`, after a look at everything that it had no right to write.
    fn written(&self, status: agora_token_status) -> Option<&[u8]> {
        let is_untouched = |bytes: &[u8]| bytes.iter().all(|byte| *byte == UNTOUCHED);
        assert!(is_untouched(&self.bytes[self.capacity..]), "written behind the buffer");
        if status == AGORA_TOKEN_OK {
            assert!(self.len < self.capacity, "{} bytes and a NUL in {}", self.len, self.capacity);
            assert_eq!(self.bytes[self.len], 0);
            let text = &self.bytes[..self.len];
            assert!(!text.contains(&0) && std::str::from_utf8(text).is_ok());
            return Some(text);
        }
        assert!(is_untouched(&self.bytes), "written in spite of status {status}");
        match status {
            AGORA_TOKEN_BUFFER_TOO_SMALL => assert!(self.len >= self.capacity && self.len != UNTOUCHED_LEN),
            _ => assert_eq!(self.len, UNTOUCHED_LEN, "status {status}"),
        }
        None
    }
}

/// Calls a function that makes a token or JSON: `text_of!(self, name(arguments))`, without those of the output.
macro_rules! text_of {
    ($session:ident, $function:ident($($argument:expr),*)) => {
        // SAFETY: what goes in is the session's, `output` gives a whole buffer or NULL.
        $session.output(stringify!($function), |out, capacity, out_len| unsafe {
            $function($($argument,)* out, capacity, out_len)
        })
    };
}

/// Calls a function that changes or checks something.
macro_rules! status_of {
    ($function:ident($($argument:expr),*)) => {{
        // SAFETY: what goes in is the session's.
        let status = unsafe { $function($($argument),*) };
        assert_documented(stringify!($function), status);
        status
    }};
}

/// Calls a function that makes a handle, which goes to `$handles`: without the argument `out`.
macro_rules! handle_of {
    ($session:ident.$handles:ident, $function:ident($($argument:expr),*)) => {{
        let is_null = $session.input.ratio(1, 32)?;
        let untouched = std::ptr::dangling_mut();
        let mut handle = untouched;
        let status = status_of!($function($($argument,)* if is_null { null_mut() } else { &raw mut handle }));
        match (is_null, status) {
            (true, _) => assert!(status != AGORA_TOKEN_OK && handle == untouched),
            (false, AGORA_TOKEN_OK) => {
                assert!(!handle.is_null() && handle != untouched);
                $session.$handles.alive.push(handle);
            }
            (false, _) => assert!(handle.is_null(), "a handle in spite of status {status}"),
        }
        status
    }};
}

impl Session<'_> {
    fn call(&mut self) -> Result<()> {
        match self.input.int_in_range(0..=15)? {
            0 => self.issuer_new(),
            1 | 2 => self.one_call_token(),
            3 => self.builder_new(),
            4..=6 => self.builder_change(),
            7 => self.builder_build(),
            8 => self.parse(),
            9 => self.look_inside(),
            10 | 11 => self.check(),
            12 => self.endpoint_new(),
            13 => self.endpoint_handle(),
            14 => self.look_at_response(),
            _ => self.other(),
        }
    }

    fn issuer_new(&mut self) -> Result<()> {
        let (app_id, certificate) = match self.input.ratio(1, 8)? {
            true => (self.text()?, self.text()?),
            false => (Text::new(APP_ID.as_bytes()), Text::new(CERTIFICATE.as_bytes())),
        };
        handle_of!(self.issuers, agora_token_issuer_new(app_id.str, certificate.str));
        Ok(())
    }

    fn one_call_token(&mut self) -> Result<()> {
        let issuer = self.issuers.pick(&mut self.input)?;
        let version = self.number(&[7, 6])?;
        let role = self.number(&[1, 2])?;
        let uid = self.number(&[42, 0, u32::MAX])?;
        let expires_in = self.number(&[3600, 1, 86_400, 86_401, 999_999_999])?;
        let classroom_role = self.input.arbitrary()?;
        let (channel, user) = (self.text()?, self.text()?);
        let (channel, user) = (channel.str, user.str);
        let with = OneCallInput { version, channel, room: channel, user, uid, role, classroom_role, expires_in };
        // Of a power of two, so that another builder leaves most seeds what they are.
        let number = self.input.int_in_range(0..=ONE_CALLS.len().next_power_of_two() - 1)?;
        let (name, call) = ONE_CALLS[number % ONE_CALLS.len()];
        // SAFETY: what goes in is the session's, `output` gives a whole buffer or NULL.
        let token =
            self.output(name, |out, capacity, out_len| unsafe { call(issuer, &with, out, capacity, out_len) })?;
        if let Some(token) = token {
            assert!(token.len() <= AGORA_TOKEN_MAX_LEN as usize);
            let text = Text::new(&token);
            let status = status_of!(agora_token_verify(issuer, text.str, 1));
            assert!([AGORA_TOKEN_OK, AGORA_TOKEN_UNSUPPORTED_IN_VERSION].contains(&status), "{status}");
            self.tokens.push(token);
        }
        Ok(())
    }

    fn builder_new(&mut self) -> Result<()> {
        let issuer = self.issuers.pick(&mut self.input)?;
        let version = self.number(&[7, 6])?;
        handle_of!(self.builders, agora_token_builder_new(issuer, version));
        Ok(())
    }

    fn builder_change(&mut self) -> Result<()> {
        let builder = self.builders.pick(&mut self.input)?;
        let before = builds(builder);
        let (one, two) = (self.text()?, self.text()?);
        let (one, two) = (one.str, two.str);
        let number: u32 = self.input.arbitrary()?;
        let status = match self.input.int_in_range(0..=14)? {
            0 => status_of!(agora_token_builder_set_issued_at(builder, number)),
            1 => status_of!(agora_token_builder_set_salt(builder, number)),
            2 => status_of!(agora_token_builder_set_expires_in(builder, number)),
            3 => status_of!(agora_token_builder_add_rtc(builder, one, two)),
            4 => status_of!(agora_token_builder_add_rtm(builder, one)),
            5 => status_of!(agora_token_builder_add_streaming(builder, one, two)),
            6 => status_of!(agora_token_builder_add_fpa(builder)),
            7 => status_of!(agora_token_builder_add_chat(builder, one)),
            8 => status_of!(agora_token_builder_add_fcdn(builder, one, two)),
            9 => status_of!(agora_token_builder_add_apaas(builder, one, two, number as i16)),
            10 => status_of!(agora_token_builder_add_rtm2(builder, one)),
            11 => {
                let privilege = self.number(&[1, 2, 3, 4, 1000, 65_535, 65_536])?;
                status_of!(agora_token_builder_grant(builder, privilege, number))
            }
            12 => status_of!(agora_token_builder_add_convoai(builder)),
            13 => status_of!(agora_token_builder_add_stt(builder)),
            _ => {
                let (resource, permission) = (self.number(&[0, 1, 65_535])?, self.number(&[0, 1, 65_536])?);
                let names = self.texts()?;
                // The header says that the names are not read where there are more than 65,535.
                let count = if self.input.ratio(1, 16)? { 65_536 } else { names.count };
                status_of!(agora_token_builder_permit(builder, resource, permission, names.items, count))
            }
        };
        if status != AGORA_TOKEN_OK {
            assert_eq!(builds(builder), before, "status {status}, and the builder is another");
        }
        Ok(())
    }

    fn builder_build(&mut self) -> Result<()> {
        let builder = self.builders.pick(&mut self.input)?;
        if let Some(token) = text_of!(self, agora_token_builder_build(builder))? {
            self.parse_token(&Text::new(&token), |status| assert_eq!(status, AGORA_TOKEN_OK))?;
            self.tokens.push(token);
        }
        Ok(())
    }

    fn parse(&mut self) -> Result<()> {
        let token = self.token()?;
        self.parse_token(&token, |status| assert_ne!(status, AGORA_TOKEN_NOT_UTF8))
    }

    fn parse_token(&mut self, token: &Text, expect: impl FnOnce(agora_token_status)) -> Result<()> {
        let made = self.infos.alive.len();
        let status = handle_of!(self.infos, agora_token_parse(token.str));
        if status != AGORA_TOKEN_NULL_POINTER {
            expect(status);
        }
        assert_eq!(self.infos.alive.len() - made, usize::from(status == AGORA_TOKEN_OK));
        Ok(())
    }

    /// Every getter of an info, within its bounds and behind them, and its JSON.
    fn look_inside(&mut self) -> Result<()> {
        let info = self.infos.pick(&mut self.input)?;
        assert_info(info);
        let json = text_of!(self, agora_token_info_json(info))?;
        if let Some(json) = json {
            let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
            // SAFETY: `pick` gives NULL or a handle.
            let (count, salt) = unsafe { (agora_token_info_service_count(info), agora_token_info_salt(info)) };
            assert_eq!(json["services"].as_array().unwrap().len(), count);
            assert_eq!(json["salt"], salt);
        }
        Ok(())
    }

    fn check(&mut self) -> Result<()> {
        let issuer = self.issuers.pick(&mut self.input)?;
        let token = self.token()?;
        let service = self.number(&[1, 2, 3, 4, 5, 6, 7, 8])?;
        let privilege = self.number(&[1, 2, 65_536])?;
        let uid = self.number(&[42, 0])?;
        let now = if self.input.arbitrary()? { 0 } else { self.input.arbitrary()? };
        let (channel, user) = (self.text()?, self.text()?);
        let (channel, user) = (channel.str, user.str);
        let token = token.str;
        let status = match self.input.int_in_range(0..=4)? {
            0 => status_of!(agora_token_verify(issuer, token, now)),
            1 => status_of!(agora_token_check(issuer, token, service, channel, user, privilege, now)),
            2 => status_of!(agora_token_check_rtc_uid(issuer, token, channel, uid, privilege, now)),
            3 => status_of!(agora_token_check_rtc_account(issuer, token, channel, user, privilege, now)),
            _ => status_of!(agora_token_check_rtm(issuer, token, user, now)),
        };
        assert!(!issuer.is_null() || status == AGORA_TOKEN_NULL_POINTER, "{status} without an issuer");
        check_for_what_it_says(issuer, token, now);
        explain((issuer, token, service, channel, user, privilege, now));
        let nothing = Text::new(b"");
        explain((issuer, token, 0, nothing.str, nothing.str, 0, now));
        Ok(())
    }

    fn endpoint_new(&mut self) -> Result<()> {
        let issuer = self.issuers.pick(&mut self.input)?;
        let origins = self.texts()?;
        let options = agora_token_endpoint_options {
            size: size_of::<agora_token_endpoint_options>(),
            version: self.number(&[6, 7])?,
            client_error_status: self.number(&[500, 400])?,
            allow_origins: origins.items,
            allow_origin_count: origins.count,
            omit_cors_headers: self.number(&[0, 1])?,
        };
        let options = Struct::any(&mut self.input, options)?;
        let status = handle_of!(self.endpoints, agora_token_endpoint_new(issuer, options.pointer()));
        assert!(!matches!(options, Struct::Size(_)) || status != AGORA_TOKEN_OK);
        Ok(())
    }

    fn endpoint_handle(&mut self) -> Result<()> {
        let endpoint = self.endpoints.pick(&mut self.input)?;
        let (origin, body) = (self.text()?, self.text()?);
        if self.input.ratio(1, 8)? {
            let status = self.number(&[401, 429, 400, 599, 399, 600])?;
            handle_of!(self.responses, agora_token_endpoint_error(endpoint, status, body.str, origin.str));
            return Ok(());
        }
        let user = self.text()?;
        let channels = self.texts()?;
        let policy = agora_token_policy {
            size: size_of::<agora_token_policy>(),
            user: user.str,
            channels: channels.items,
            channel_count: channels.count,
            max_role: self.number(&[1, 2])?,
            max_expires_in: self.number(&[0, 86_400])?,
            allow_app_tokens: self.number(&[0, 1])?,
            allow_any_channel: self.number(&[0, 1])?,
            allow_any_user: self.number(&[0, 1])?,
            reserved: u32::MAX,
            allow_ai_services: self.number(&[0, 1])?,
        };
        let policy = Struct::any(&mut self.input, policy)?;
        let method = Text::new(self.input.choose(&["GET", "POST", "HEAD", "OPTIONS", "get", ""])?.as_bytes());
        let target = self.target()?;
        let request = agora_token_request {
            size: size_of::<agora_token_request>(),
            method: method.str,
            target: target.str,
            origin: origin.str,
            body: body.str,
            policy: policy.pointer(),
        };
        let request = Struct::any(&mut self.input, request)?;
        let status = handle_of!(self.responses, agora_token_endpoint_handle(endpoint, request.pointer()));
        let is_refused = matches!(request, Struct::Null | Struct::Size(_)) || matches!(policy, Struct::Size(_));
        assert!(!is_refused || status != AGORA_TOKEN_OK);
        Ok(())
    }

    fn look_at_response(&mut self) -> Result<()> {
        let response = self.responses.pick(&mut self.input)?;
        // SAFETY: `pick` gives NULL or a handle.
        unsafe {
            let status = agora_token_response_status(response);
            assert!(if response.is_null() { status == 0 } else { (200..600).contains(&status) });
            let body = lent(agora_token_response_body(response));
            assert!(body.is_empty() || serde_json::from_str::<serde_json::Value>(body).is_ok());
            let count = agora_token_response_header_count(response);
            assert_eq!(count == 0, response.is_null());
            for index in 0..count {
                assert!(!lent(agora_token_response_header_name(response, index)).is_empty());
                lent(agora_token_response_header_value(response, index));
            }
            for index in [count, usize::MAX] {
                assert_eq!(lent(agora_token_response_header_name(response, index)), "");
                assert_eq!(lent(agora_token_response_header_value(response, index)), "");
            }
        }
        Ok(())
    }

    /// A handle is freed, or a number explained.
    fn other(&mut self) -> Result<()> {
        match self.input.int_in_range(0..=5)? {
            0 => self.issuers.free_one(&mut self.input),
            1 => self.builders.free_one(&mut self.input),
            2 => self.infos.free_one(&mut self.input),
            3 => self.endpoints.free_one(&mut self.input),
            4 => self.responses.free_one(&mut self.input),
            _ => {
                let status = self.number(&[0, 1, 100, 200, 305])? as i32;
                // SAFETY: all of them are static strings, for any number.
                let [message, name, version] = unsafe {
                    let texts = [
                        agora_token_status_message(status),
                        agora_token_status_name(status),
                        agora_token_library_version(),
                    ];
                    assert!(agora_token_library_version_number() > 0);
                    texts.map(|text| CStr::from_ptr(text))
                };
                assert!(!message.is_empty() && !version.is_empty());
                assert!(name.to_bytes().iter().all(|byte| byte.is_ascii_uppercase() || b"_8".contains(byte)));
                Ok(())
            }
        }
    }

    /// Calls a function of an output buffer: the text, if it gave one.
    fn output(
        &mut self,
        function: &str,
        call: impl Fn(*mut c_char, usize, *mut usize) -> agora_token_status,
    ) -> Result<Option<Box<[u8]>>> {
        let capacity = *self.input.choose(&[1024, 1024, 1024, 600, 170, 1, 0])?;
        let capacity = if self.input.ratio(1, 4)? { self.input.int_in_range(0..=600)? } else { capacity };
        let mut output = Output::new(capacity);
        let is_null = self.input.ratio(1, 32)?;
        let lacks_len = self.input.ratio(1, 32)?;
        let out = if is_null { null_mut() } else { output.bytes.as_mut_ptr().cast() };
        let out_len = if lacks_len { null_mut() } else { &raw mut output.len };
        let status = call(out, capacity, out_len);
        assert_documented(function, status);
        if lacks_len || (is_null && capacity > 0) {
            assert_eq!(status, AGORA_TOKEN_NULL_POINTER);
        }
        if let Some(text) = output.written(status) {
            return Ok(Some(text.into()));
        }
        if status != AGORA_TOKEN_BUFFER_TOO_SMALL {
            return Ok(None);
        }
        // The length that the call told is enough for the next.
        let mut output = Output::new(output.len + 1);
        let status = call(output.bytes.as_mut_ptr().cast(), output.capacity, &mut output.len);
        assert_eq!(status, AGORA_TOKEN_OK, "{function} in {} bytes", output.capacity);
        Ok(output.written(status).map(Into::into))
    }

    /// One of the usual numbers, or any.
    fn number(&mut self, usual: &[u32]) -> Result<u32> {
        if self.input.ratio(1, 16)? { self.input.arbitrary() } else { self.input.choose(usual).copied() }
    }

    fn text(&mut self) -> Result<Text> {
        let input = &mut self.input;
        Ok(match input.int_in_range(0..=31)? {
            0 => Text { str: agora_token_str { data: null(), len: 0 }, _bytes: Box::new([]) },
            1 => Text { str: agora_token_str { data: null(), len: 1.max(input.arbitrary()?) }, _bytes: Box::new([]) },
            // A length that no object has, such as a negative number, is refused before anything is read.
            2 => {
                let mut text = Text::new(b"room");
                text.str.len = input.int_in_range(isize::MAX as usize + 1..=usize::MAX)?;
                text
            }
            3 => Text::new(&vec![input.arbitrary()?; input.int_in_range(1..=66_000)?]),
            4..=10 => Text::new(input.arbitrary()?),
            _ => Text::new(input.choose(&["room", "42", "*", "", "room-1", "ann"])?.as_bytes()),
        })
    }

    fn texts(&mut self) -> Result<Texts> {
        let texts = (0..self.input.int_in_range(0..=3)?).map(|_| self.text()).collect::<Result<Vec<_>>>()?;
        let items: Box<[agora_token_str]> = texts.iter().map(|text| text.str).collect();
        let is_null = items.is_empty() || self.input.ratio(1, 16)?;
        let pointer = if is_null { null() } else { items.as_ptr() };
        Ok(Texts { items: pointer, count: items.len(), _texts: (texts, items) })
    }

    /// A token that was made, as it was or with one byte changed, or any string.
    fn token(&mut self) -> Result<Text> {
        if self.tokens.is_empty() || self.input.ratio(1, 8)? {
            return self.text();
        }
        let mut token = self.input.choose(&self.tokens)?.clone();
        if self.input.ratio(1, 8)? {
            let at = self.input.choose_index(token.len())?;
            token[at] = self.input.arbitrary()?;
        }
        Ok(Text::new(&token))
    }

    fn target(&mut self) -> Result<Text> {
        const ROUTES: [&str; 8] = [
            "/rtc/room/publisher/uid/42",
            "/rtc/room-1/subscriber/userAccount/ann?version=007",
            "/rtm/42?expiry=600",
            "/rte/room/audience/uid/42/ann/",
            "/chat/account/42",
            "/getToken",
            "/token/generate",
            "/ping",
        ];
        if self.input.ratio(1, 4)? { self.text() } else { Ok(Text::new(self.input.choose(&ROUTES)?.as_bytes())) }
    }
}

type Question = (*const agora_token_issuer, agora_token_str, u32, agora_token_str, agora_token_str, u32, u64);

/// Explains a token in a buffer that is too small, and in one of the length that this told.
fn explain((issuer, token, service, channel, user, privilege, now): Question) {
    let call = |output: &mut Output| {
        let (out, capacity, len) = (output.bytes.as_mut_ptr().cast(), output.capacity, &raw mut output.len);
        // The buffer is whole, so the status decides alone what may be written.
        let status =
            status_of!(agora_token_explain(issuer, token, service, channel, user, privilege, now, out, capacity, len));
        output.written(status);
        status
    };
    let mut small = Output::new(1);
    let status = call(&mut small);
    assert_ne!(status, AGORA_TOKEN_OK);
    if status == AGORA_TOKEN_BUFFER_TOO_SMALL {
        assert_eq!(small.len, AGORA_TOKEN_MAX_EXPLANATION_LEN as usize);
        assert_eq!(call(&mut Output::new(small.len + 1)), AGORA_TOKEN_OK);
    }
}

/// Asks a token for what it grants by its own words: made-up names seldom are a token's.
fn check_for_what_it_says(issuer: *const agora_token_issuer, token: agora_token_str, now: u64) {
    let mut info = null_mut();
    if status_of!(agora_token_parse(token, &mut info)) != AGORA_TOKEN_OK {
        return;
    }
    let verified = status_of!(agora_token_verify(issuer, token, now));
    // SAFETY: `info` is alive until it is freed below.
    for service in 0..unsafe { agora_token_info_service_count(info) }.min(4) {
        // SAFETY: as above.
        let (number, channel, user, privileges) = unsafe { said(info, service) };
        for (privilege, expires_at) in privileges {
            let status = status_of!(agora_token_check(issuer, token, number, channel, user, privilege, now));
            let is_alive = now > 0 && now < expires_at;
            // A service of the same names may stand twice, with another end.
            let is_as_said = status == AGORA_TOKEN_OK || (status == AGORA_TOKEN_EXPIRED && !is_alive);
            assert!(verified != AGORA_TOKEN_OK || is_as_said, "status {status} for what the token says");
        }
        if number == AGORA_TOKEN_SERVICE_RTM as u32 {
            status_of!(agora_token_check_rtm(issuer, token, user, now));
        }
    }
    // SAFETY: nobody freed it, and nothing that it lent is used after this.
    unsafe { agora_token_info_free(info) };
}

/// The type, the channel or room, the user, and some privileges of a service, with the end of each.
///
/// # Safety
/// `info` is alive, and the texts are used no longer than it.
unsafe fn said(
    info: *const agora_token_info,
    service: usize,
) -> (u32, agora_token_str, agora_token_str, Vec<(u32, u64)>) {
    // SAFETY: the caller's promise.
    unsafe {
        let field = |field: i32| agora_token_info_field(info, service, field as u32);
        // A service has one of them; the others are "".
        let one_of = |fields: &[i32]| fields.iter().map(|number| field(*number)).max_by_key(|text| text.len).unwrap();
        let privileges = 0..agora_token_info_privilege_count(info, service).min(4);
        (
            agora_token_info_service_type(info, service),
            one_of(&[AGORA_TOKEN_FIELD_CHANNEL, AGORA_TOKEN_FIELD_ROOM_UUID]),
            one_of(&[AGORA_TOKEN_FIELD_ACCOUNT, AGORA_TOKEN_FIELD_USER_ID, AGORA_TOKEN_FIELD_USER_UUID]),
            privileges
                .map(|index| {
                    let privilege = agora_token_info_privilege(info, service, index);
                    (privilege, agora_token_info_privilege_expires_at(info, service, index))
                })
                .collect(),
        )
    }
}

/// What a builder would build: the status, and the length that it says is enough.
fn builds(builder: *mut agora_token_builder) -> (agora_token_status, usize) {
    let mut len = UNTOUCHED_LEN;
    (status_of!(agora_token_builder_build(builder, null_mut(), 0, &mut len)), len)
}

/// A string that a handle lends: UTF-8 with a NUL behind it.
///
/// # Safety
/// The handle is alive.
unsafe fn lent<'a>(text: agora_token_str) -> &'a str {
    assert!(!text.data.is_null());
    // SAFETY: the header promises so many bytes and a NUL behind them.
    let bytes: &[u8] = unsafe { std::slice::from_raw_parts(text.data.cast(), text.len + 1) };
    assert_eq!(bytes[text.len], 0);
    std::str::from_utf8(&bytes[..text.len]).unwrap()
}

/// The indexes to ask for: the first and the last of `count`, and two that are out of range.
fn around(count: usize) -> impl Iterator<Item = (usize, bool)> {
    let within = (0..count.min(4)).chain(count.checked_sub(1));
    within.map(|index| (index, true)).chain([(count, false), (usize::MAX, false)])
}

fn assert_info(info: *const agora_token_info) {
    // SAFETY: `info` is NULL or a handle that is alive.
    unsafe {
        let version = agora_token_info_version(info);
        assert_eq!(version == 0, info.is_null());
        assert_eq!(lent(agora_token_info_app_id(info)).len(), if info.is_null() { 0 } else { 32 });
        let (issued_at, expires_at) = (agora_token_info_issued_at(info), agora_token_info_expires_at(info));
        assert!(version == 7 || issued_at == 0);
        assert!(expires_at >= issued_at);
        let cut_at = agora_token_info_cut_at(info);
        assert!(cut_at == 0 || (cut_at < expires_at && version == 7));
        let crcs = (agora_token_info_channel_crc(info), agora_token_info_user_crc(info));
        assert!(version == 6 || crcs == (0, 0));
        assert!((-1..=65_535).contains(&agora_token_info_unknown_service(info)));
        for (service, is_there) in around(agora_token_info_service_count(info)) {
            assert_service(info, service, is_there);
        }
    }
}

unsafe fn assert_service(info: *const agora_token_info, service: usize, is_there: bool) {
    // SAFETY: as in `assert_info`.
    unsafe {
        let number = agora_token_info_service_type(info, service);
        assert!(if is_there { (1..=AGORA_TOKEN_SERVICE_STT as u32).contains(&number) } else { number == 0 });
        for field in 0..=6 {
            let text = lent(agora_token_info_field(info, service, field));
            assert!(text.is_empty() || (is_there && (1..=5).contains(&field)));
        }
        assert!(number == AGORA_TOKEN_SERVICE_APAAS as u32 || agora_token_info_role(info, service) == -1);
        let privileges = agora_token_info_privilege_count(info, service);
        assert!(is_there || privileges == 0);
        for (index, is_there) in around(privileges) {
            let privilege = agora_token_info_privilege(info, service, index);
            let expires_at = agora_token_info_privilege_expires_at(info, service, index);
            let time = agora_token_info_privilege_time(info, service, index);
            assert!(if is_there { privilege <= 65_535 } else { (privilege, expires_at, time) == (0, 0, 0) });
        }
        let permissions = agora_token_info_permission_count(info, service);
        assert!(permissions == 0 || number == AGORA_TOKEN_SERVICE_RTM2 as u32);
        for (index, is_there) in around(permissions) {
            let resource = agora_token_info_permission_resource(info, service, index);
            let permission = agora_token_info_permission(info, service, index);
            let names = agora_token_info_permission_name_count(info, service, index);
            assert!(is_there || (resource, permission, names) == (0, 0, 0));
            for (name, is_there) in around(names) {
                let name = lent(agora_token_info_permission_name(info, service, index, name));
                assert!(is_there || name.is_empty());
            }
        }
    }
}
