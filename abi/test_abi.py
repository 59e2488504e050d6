"""What abi.py refuses and what it takes, shown on edited copies of the header. `python3 -m unittest` runs it."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ET
from pathlib import Path

import abi

HEADER = (abi.ROOT / "include/agora_token.h").read_text()
SONAME = "libagora_token.so.0"


def edited(*edits: tuple[str, str]) -> str:
    """The header with each pattern, which is there once, replaced."""
    text = HEADER
    for pattern, replacement in edits:
        text, count = re.subn(pattern, replacement, text, flags=re.MULTILINE)
        assert count == 1, f"{pattern} is {count} times in the header"
    return text


def described(header: str) -> ET.Element:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "edited.h")
        path.write_text(header)
        return abi.describe(path, SONAME)


RECORDED = described(HEADER)

#: A policy of one field more, and its initialiser.
GROWN_INITIALISER = (r"86400, 0, 0, 0, 0, 0 \}$", "86400, 0, 0, 0, 0, 0, 0 }")


class ABreakIsRefusedWithItsReason(unittest.TestCase):
    def refused(self, reason: str, *edits: tuple[str, str]) -> None:
        with self.assertRaises(abi.AbiError) as caught:
            abi.compare(RECORDED, described(edited(*edits)))
        self.assertIn("this breaks the C ABI of libagora_token.so.0", str(caught.exception))
        self.assertRegex(str(caught.exception), reason)

    def test_a_function_that_is_gone(self) -> None:
        self.refused("1 Removed function:\n\n.*agora_token_info_free", (r"^void agora_token_info_free\(.*;$", ""))

    def test_an_inline_function_that_is_gone(self) -> None:
        self.refused(
            "Removed function.*\n\n.*agora_token_cstr", (r"^(static inline .*)agora_token_cstr", r"\1other_cstr")
        )

    def test_a_parameter_of_another_type(self) -> None:
        self.refused("uint32_t to uint64_t", (r"(builder_set_salt\(.*)uint32_t salt", r"\1uint64_t salt"))

    def test_a_parameter_of_another_sign(self) -> None:
        self.refused("uint32_t to int32_t", (r"(builder_set_salt\(.*)uint32_t salt", r"\1int32_t salt"))

    def test_a_parameter_more(self) -> None:
        self.refused("parameter 3 of type 'int' was added", (r"(builder_set_salt\(.*uint32_t salt)", r"\1, int more"))

    def test_a_parameter_less(self) -> None:
        self.refused("parameter 2 .*was removed", (r"(builder_set_salt\(.*), uint32_t salt", r"\1"))

    def test_another_handle(self) -> None:
        self.refused(
            "agora_token_(info|issuer)",
            (r"info_version\(const agora_token_info", "info_version(const agora_token_issuer"),
        )

    def test_an_output_that_becomes_an_input(self) -> None:
        self.refused("const", (r"^void agora_token_info_free\(", "void agora_token_info_free(const "))

    def test_another_result(self) -> None:
        self.refused("return type changed", (r"^uint64_t (agora_token_info_issued_at)", r"uint32_t \1"))

    def test_a_wider_status(self) -> None:
        self.refused(
            "int32_t to int64_t", (r"^typedef int32_t agora_token_status;", "typedef int64_t agora_token_status;")
        )

    def test_a_constant_of_another_value(self) -> None:
        self.refused("'301' to '306'", (r"^(#define AGORA_TOKEN_EXPIRED) 301", r"\1 306"))

    def test_a_constant_that_is_gone(self) -> None:
        self.refused("Removed variable.*\n\n.*AGORA_TOKEN_EXPIRED", (r"^#define AGORA_TOKEN_EXPIRED 301", ""))

    def test_fields_in_another_order(self) -> None:
        swapped = (r"max_role;((?:\n    ///.*)*\n    uint32_t) max_expires_in;", r"max_expires_in;\1 max_role;")
        self.refused("'uint32_t max_role' offset changed", swapped)

    def test_a_field_that_is_gone(self) -> None:
        shorter = (r"86400, 0, 0, 0, 0, 0 \}$", "86400, 0, 0, 0, 0 }")
        self.refused("1 data member deletion", (r"^    uint32_t allow_ai_services;", ""), shorter)

    def test_a_field_of_another_name(self) -> None:
        self.refused("name of .*max_role' changed", (r"^    uint32_t max_role;", "    uint32_t highest_role;"))

    def test_a_field_of_another_type(self) -> None:
        self.refused("type of .*max_role' changed", (r"^    uint32_t max_role;", "    int32_t max_role;"))

    def test_a_field_between_others(self) -> None:
        self.refused(
            "1 data member insertion", (r"^(    uint32_t max_role;)", r"\1\n    uint32_t more;"), GROWN_INITIALISER
        )

    def test_a_field_in_the_padding_at_the_end_which_the_size_does_not_tell(self) -> None:
        self.refused(
            "1 data member insertion",
            (r"^(    uint32_t allow_ai_services;)", r"\1\n    uint32_t more;"),
            GROWN_INITIALISER,
        )

    def test_a_reserved_field_alone_in_the_padding(self) -> None:
        grown = (r"^(    uint32_t omit_cors_headers;)", r"\1\n    uint32_t reserved;")
        initialiser = (r"AGORA_TOKEN_VERSION_006, 500, NULL, 0, 0 \}$", "AGORA_TOKEN_VERSION_006, 500, NULL, 0, 0, 0 }")
        self.refused("1 data member insertion", grown, initialiser)

    def test_a_struct_that_grows_and_changes(self) -> None:
        grown = (r"^(    uint32_t allow_ai_services;)", r"\1\n    uint64_t more;")
        renamed = (r"^    uint32_t max_role;", "    uint32_t highest_role;")
        self.refused("name of .*max_role' changed", grown, GROWN_INITIALISER, renamed)

    def test_a_struct_without_a_size_that_grows(self) -> None:
        self.refused(
            "type size changed",
            (r"^    size_t len;\n\} agora_token_str;", "    size_t len;\n    size_t more;\n} agora_token_str;"),
        )

    def test_an_initialiser_that_is_gone(self) -> None:
        self.refused(
            "Removed variable.*\n\n.*REQUEST_INIT", (r"^#define AGORA_TOKEN_REQUEST_INIT", "#define OTHER_INIT")
        )


class WhatIsAddedPasses(unittest.TestCase):
    def added(self, *edits: tuple[str, str]) -> list[str]:
        return abi.compare(RECORDED, described(edited(*edits)))

    def test_nothing_is_new_in_the_header_itself(self) -> None:
        self.assertEqual(self.added(), [])

    def test_a_function(self) -> None:
        new = r"\g<0>\n\nuint32_t agora_token_info_more(const agora_token_info *info);"
        self.assertEqual(self.added((r"^void agora_token_info_free\(.*;$", new)), ["agora_token_info_more"])

    def test_a_status(self) -> None:
        new = r"\g<0>\n\n#define AGORA_TOKEN_NOT_YET 306"
        self.assertEqual(self.added((r"^#define AGORA_TOKEN_NOT_GRANTED 305$", new)), ["AGORA_TOKEN_NOT_YET"])

    def test_a_field_beyond_the_end_of_a_struct_with_a_size(self) -> None:
        grown = (r"^(    uint32_t allow_ai_services;)", r"\1\n    uint64_t more;\n    uint64_t still_more;")
        initialiser = (r"86400, 0, 0, 0, 0, 0 \}$", "86400, 0, 0, 0, 0, 0, 0, 0 }")
        self.assertEqual(self.added(grown, initialiser), ["agora_token_policy.more", "agora_token_policy.still_more"])

    def test_a_field_behind_padding_that_a_reserved_one_fills(self) -> None:
        # agora_token_policy has reserved already, so this is of the struct that has none.
        grown = (r"^(    uint32_t omit_cors_headers;)", r"\1\n    uint32_t reserved;\n    uint32_t more;")
        initialiser = (
            r"AGORA_TOKEN_VERSION_006, 500, NULL, 0, 0 \}$",
            "AGORA_TOKEN_VERSION_006, 500, NULL, 0, 0, 0, 0 }",
        )
        of_options = [f"agora_token_endpoint_options.{name}" for name in ("reserved", "more")]
        self.assertEqual(self.added(grown, initialiser), sorted(of_options))

    def test_another_version_and_another_comment_are_nothing_new(self) -> None:
        version = (r"^#define AGORA_TOKEN_VERSION_MINOR .*", "#define AGORA_TOKEN_VERSION_MINOR 9")
        self.assertEqual(self.added(version, (r"^/// The call did what it says\.", "/// Well done.")), [])


class TheProgram(unittest.TestCase):
    def setUp(self) -> None:
        files = contextlib.ExitStack()
        self.addCleanup(files.close)
        self.folder = Path(files.enter_context(tempfile.TemporaryDirectory()))
        self.recorded = self.folder / "recorded.abi"
        self.run_with("record", HEADER)

    def run_with(self, verb: str, header: str, soname: str = SONAME) -> subprocess.CompletedProcess[str]:
        path = self.folder / "header.h"
        path.write_text(header)
        flags = ["--header", str(path), "--recorded", str(self.recorded), "--soname", soname]
        return subprocess.run([sys.executable, abi.__file__, verb, *flags], capture_output=True, text=True)

    without_a_function = edited((r"^void agora_token_info_free\(.*;$", ""))
    with_a_status = edited((r"^#define AGORA_TOKEN_NOT_GRANTED 305$", r"\g<0>\n#define AGORA_TOKEN_NOT_YET 306"))

    def test_it_fails_at_a_break_and_does_not_record_it(self) -> None:
        before = self.recorded.read_text()
        for verb in "check", "record":
            done = self.run_with(verb, self.without_a_function)
            self.assertEqual((done.returncode, done.stdout), (1, ""))
            self.assertIn("agora_token_info_free", done.stderr)
        self.assertEqual(self.recorded.read_text(), before)

    def test_it_records_a_break_under_another_soname(self) -> None:
        soname = "libagora_token.so.1"
        moves = f"the soname moves from libagora_token.so.0 to {soname}"
        done = self.run_with("check", self.without_a_function, soname)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, f"{moves}.*\nrecord it with `make abi`")
        done = self.run_with("record", self.without_a_function, soname)
        self.assertEqual(done.returncode, 0)
        self.assertIn(moves, done.stdout)
        self.assertIn("as recorded", self.run_with("check", self.without_a_function, soname).stdout)

    def test_it_asks_to_record_what_is_new_and_is_silent_then(self) -> None:
        done = self.run_with("check", self.with_a_status)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, "AGORA_TOKEN_NOT_YET is new\nrecord it with `make abi`")
        self.assertEqual(self.run_with("record", self.with_a_status).returncode, 0)
        self.assertRegex(self.run_with("check", self.with_a_status).stdout, "^[^\n]*as recorded\n$")
        self.assertEqual(self.run_with("check", HEADER).returncode, 1)

    def test_it_fails_without_a_record(self) -> None:
        self.recorded.unlink()
        done = self.run_with("check", HEADER)
        self.assertEqual(done.returncode, 1)
        self.assertIn("record it with `make abi`", done.stderr)


if __name__ == "__main__":
    unittest.main()
