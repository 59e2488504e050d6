//! The C ABI's part of a build: writes the C header into OUT_DIR, and names the shared library for the dynamic linker.
//! Without the feature `capi` there is nothing to do.
//!
//! With AGORA_TOKEN_UPDATE_HEADER=1 (`make header`) the header also goes to `include/`, which is
//! checked in; `tests/header.rs` compares the two.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    #[cfg(feature = "capi")]
    capi::build();
}

#[cfg(feature = "capi")]
mod capi {
    use std::path::Path;
    use std::{env, fs};

    const HEADER: &str = "agora_token.h";

    pub fn build() {
        for input in ["cbindgen.toml", "src/ffi"] {
            println!("cargo:rerun-if-changed={input}");
        }
        println!("cargo:rerun-if-env-changed=AGORA_TOKEN_UPDATE_HEADER");

        let header = Path::new(&variable("OUT_DIR")).join(HEADER);
        write_header(&header);
        if env::var_os("AGORA_TOKEN_UPDATE_HEADER").is_some_and(|value| value == "1") {
            update(&header, &Path::new("include").join(HEADER));
        }
        name_the_library();
    }

    fn variable(name: &str) -> String {
        env::var(name).unwrap_or_else(|_| panic!("cargo sets {name}"))
    }

    fn write_header(to: &Path) {
        let mut config = cbindgen::Config::from_file("cbindgen.toml").expect("cbindgen.toml is valid");
        config.after_includes = Some(config.after_includes.unwrap_or_default() + &version_macros());
        let bindings = cbindgen::Builder::new()
            .with_config(config)
            .with_src("src/ffi/mod.rs")
            .generate()
            .expect("cbindgen understands src/ffi");
        let mut header = Vec::new();
        bindings.write(&mut header);
        let header = String::from_utf8(header).expect("cbindgen writes UTF-8");
        fs::write(to, without_tags(&header)).expect("OUT_DIR is writable");
    }

    /// The structs have tags, for those who declare them ahead; the functions get on with their plain names.
    fn without_tags(header: &str) -> String {
        let plain = |line: &str| match line.starts_with("typedef ") {
            true => line.to_owned(),
            false => line.replace("struct agora_token_", "agora_token_"),
        };
        header.split_inclusive('\n').map(plain).collect()
    }

    /// The library's version, whose one home is Cargo.toml.
    fn version_macros() -> String {
        let part = |name: &str| variable(&format!("CARGO_PKG_VERSION_{name}"));
        let (major, minor, patch) = (part("MAJOR"), part("MINOR"), part("PATCH"));
        let version = variable("CARGO_PKG_VERSION");
        format!(
            "
/// The version of this header; agora_token_library_version tells that of the library that runs.
#define AGORA_TOKEN_VERSION_MAJOR {major}
#define AGORA_TOKEN_VERSION_MINOR {minor}
#define AGORA_TOKEN_VERSION_PATCH {patch}
#define AGORA_TOKEN_VERSION_NUMBER \\
    (AGORA_TOKEN_VERSION_MAJOR * 10000 + AGORA_TOKEN_VERSION_MINOR * 100 + AGORA_TOKEN_VERSION_PATCH)
#define AGORA_TOKEN_VERSION_STRING \"{version}\"
"
        )
    }

    /// Copies a file where the copy differs, so that nothing is rebuilt for nothing.
    fn update(from: &Path, to: &Path) {
        println!("cargo:rerun-if-changed={}", to.display());
        let text = fs::read(from).expect("the header was just written");
        if fs::read(to).ok().as_ref() != Some(&text) {
            fs::write(to, text).expect("include/ is writable");
        }
    }

    /// The name that programs record when they link the shared library. Windows has no such thing, and Android
    /// installs no file with a number behind its `.so`.
    fn name_the_library() {
        let link_arg = match variable("CARGO_CFG_TARGET_VENDOR").as_str() {
            "apple" => "-Wl,-install_name,@rpath/libagora_token.0.dylib",
            _ if variable("CARGO_CFG_TARGET_OS") == "android" => "-Wl,-soname,libagora_token.so",
            _ if env::var_os("CARGO_CFG_UNIX").is_some() => "-Wl,-soname,libagora_token.so.0",
            _ => return,
        };
        println!("cargo:rustc-cdylib-link-arg={link_arg}");
    }
}
