"""The recipe of agora-token for Conan 2.

It takes the repository that it lies in, and cargo builds the library:

    conan create packaging/conan
"""

import re
from pathlib import Path

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.cmake import CMake, cmake_layout
from conan.tools.files import copy, load, rm, rmdir

#: What of the repository the library is built from: cargo wants the manifests and the sources of the whole workspace.
#: By name, so that nothing else goes along, such as a `.env` with a certificate.
SOURCES = [
    "CMakeLists.txt",
    "Cargo.toml",
    "Cargo.lock",
    "build.rs",
    "cbindgen.toml",
    "LICENSE-*",
    "src/*.rs",
    "include/*.h*",
    "benches/Cargo.toml",
    "benches/*.rs",
    "server/Cargo.toml",
    "server/src/*",
    "packaging/install.sh",
    "packaging/build-library.sh",
    "packaging/one-object.sh",
    "packaging/static-libs.sh",
    "packaging/*.in",
    "tests/lib.sh",
]


class AgoraToken(ConanFile):
    name = "agora-token"
    description = "Builds, reads and checks Agora access tokens"
    license = "MIT OR Apache-2.0"
    topics = ("agora", "token", "rtc", "rtm")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False]}
    default_options = {"shared": False}
    generators = "CMakeToolchain"

    def set_version(self):
        manifest = load(self, Path(self.recipe_folder, "../../Cargo.toml"))
        self.version = re.search(r'^version = "(.*)"$', manifest, re.MULTILINE)[1]

    def export_sources(self):
        repository = Path(self.recipe_folder, "../..").resolve()
        for pattern in SOURCES:
            assert copy(self, pattern, repository, self.export_sources_folder), f"{repository} has no {pattern}"

    def layout(self):
        cmake_layout(self)

    def validate(self):
        if self.settings.os == "Windows":
            raise ConanInvalidConfiguration("on Windows agora-token is not built from here: take a release's library")

    def package_id(self):
        # Cargo builds the same library, whatever compiler takes it.
        del self.info.settings.compiler
        del self.info.settings.build_type

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        CMake(self).install()
        package = Path(self.package_folder)
        copy(self, "LICENSE-*", self.source_folder, package / "licenses")
        # What the static library needs of the system, for package_info.
        copy(self, "native-static-libs.txt", Path(self.build_folder, "lib"), package / "lib")
        # Conan makes these itself, and there is one library in its package.
        rmdir(self, package / "lib/cmake")
        rmdir(self, package / "lib/pkgconfig")
        for library in ["*.a"] if self.options.shared else ["*.so*", "*.dylib"]:
            rm(self, library, package / "lib")

    def package_info(self):
        kind = "shared" if self.options.shared else "static"
        self.cpp_info.set_property("cmake_file_name", "AgoraToken")
        self.cpp_info.set_property("cmake_target_name", f"AgoraToken::{kind}")
        # Before 1.0 a minor version may break what an earlier one promised.
        self.cpp_info.set_property("cmake_config_version_compat", "SameMinorVersion")
        self.cpp_info.set_property("pkg_config_name", "agora_token")
        self.cpp_info.libs = ["agora_token"]
        if not self.options.shared:
            libs = load(self, Path(self.package_folder, "lib/native-static-libs.txt"))
            self.cpp_info.system_libs = re.findall(r"-l(\S+)", libs)
