"""What abi.py refuses and what it takes, shown on edited copies of the header. `python3 -m unittest` runs it."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import abi
import languages
from compare import compare
from extract import extract
from model import Abi, AbiError, from_json, load, to_json

HEADER = abi.HEADER.read_text()
SONAME = "libagora_token.so.0"


def edited(*edits: tuple[str, str]) -> str:
    """The header with each pattern, which is there once, replaced."""
    text = HEADER
    for pattern, replacement in edits:
        text, count = re.subn(pattern, replacement, text, flags=re.MULTILINE)
        assert count == 1, f"{pattern} is {count} times in the header"
    return text


def described(header: str) -> Abi:
    return extract(header, SONAME)


RECORDED = described(HEADER)

#: A policy of one field more, and its initialiser.
GROWN_INITIALISER = (r"86400, 0, 0, 0, 0, 0 \}$", "86400, 0, 0, 0, 0, 0, 0 }")


class ABreakIsRefusedWithItsReason(unittest.TestCase):
    def refused(self, reason: str, *edits: tuple[str, str]) -> None:
        with self.assertRaises(AbiError) as caught:
            compare(RECORDED, described(edited(*edits)))
        self.assertIn("this breaks the C ABI of libagora_token.so.0", str(caught.exception))
        self.assertRegex(str(caught.exception), reason)

    def test_a_function_that_is_gone(self) -> None:
        self.refused("the function agora_token_info_free is gone", (r"^void agora_token_info_free\(.*;$", ""))

    def test_an_inline_function_that_is_gone(self) -> None:
        self.refused("agora_token_cstr is gone", (r"^(static inline .*)agora_token_cstr", r"\1agora_token_other"))

    def test_a_parameter_of_another_type(self) -> None:
        self.refused(
            "agora_token_builder_set_salt: parameter 2, salt, uint32_t became uint64_t",
            (r"(builder_set_salt\(.*)uint32_t salt", r"\1uint64_t salt"),
        )

    def test_a_parameter_of_another_sign(self) -> None:
        self.refused(
            "agora_token_builder_set_salt: parameter 2, salt, uint32_t became int32_t",
            (r"(builder_set_salt\(.*)uint32_t salt", r"\1int32_t salt"),
        )

    def test_a_parameter_more(self) -> None:
        self.refused(
            "agora_token_builder_set_salt: 2 parameters became 3: .*uint32_t, int\\)",
            (r"(builder_set_salt\(.*uint32_t salt)", r"\1, int more"),
        )

    def test_a_parameter_less(self) -> None:
        self.refused(
            "agora_token_builder_set_salt: 2 parameters became 1", (r"(builder_set_salt\(.*), uint32_t salt", r"\1")
        )

    def test_another_handle(self) -> None:
        self.refused(
            "info_version: parameter 1, info, const agora_token_info . became const agora_token_issuer .",
            (r"info_version\(const agora_token_info", "info_version(const agora_token_issuer"),
        )

    def test_an_output_that_becomes_an_input(self) -> None:
        self.refused(
            "parameter 1, info, agora_token_info . became const agora_token_info .",
            (r"^void agora_token_info_free\(", "void agora_token_info_free(const "),
        )

    def test_another_result(self) -> None:
        self.refused(
            "agora_token_info_issued_at: its result, uint64_t became uint32_t",
            (r"^uint64_t (agora_token_info_issued_at)", r"uint32_t \1"),
        )

    def test_a_wider_status(self) -> None:
        self.refused(
            "the type agora_token_status: int32_t became int64_t",
            (r"^typedef int32_t agora_token_status;", "typedef int64_t agora_token_status;"),
        )

    def test_a_constant_of_another_value(self) -> None:
        self.refused("AGORA_TOKEN_EXPIRED: 301 became 306", (r"^(#define AGORA_TOKEN_EXPIRED) 301", r"\1 306"))

    def test_a_constant_that_is_gone(self) -> None:
        self.refused("the constant AGORA_TOKEN_EXPIRED is gone", (r"^#define AGORA_TOKEN_EXPIRED 301", ""))

    def test_fields_in_another_order(self) -> None:
        swapped = (r"max_role;((?:\n    ///.*)*\n    uint32_t) max_expires_in;", r"max_expires_in;\1 max_role;")
        self.refused("agora_token_policy.max_role: its place, 40 bytes \\(20\\) became 44 bytes \\(24 ", swapped)

    def test_a_field_that_is_gone(self) -> None:
        shorter = (r"86400, 0, 0, 0, 0, 0 \}$", "86400, 0, 0, 0, 0 }")
        self.refused("agora_token_policy.allow_ai_services is gone", (r"^    uint32_t allow_ai_services;", ""), shorter)

    def test_a_field_of_another_name(self) -> None:
        self.refused(
            "agora_token_policy.max_role is gone; in its place is highest_role",
            (r"^    uint32_t max_role;", "    uint32_t highest_role;"),
        )

    def test_a_field_of_another_type(self) -> None:
        self.refused(
            "agora_token_policy.max_role: its type, uint32_t became int32_t",
            (r"^    uint32_t max_role;", "    int32_t max_role;"),
        )

    def test_a_field_between_others(self) -> None:
        self.refused(
            "policy.more is added before the end of the struct",
            (r"^(    uint32_t max_role;)", r"\1\n    uint32_t more;"),
            GROWN_INITIALISER,
        )

    def test_a_field_in_the_padding_at_the_end_which_the_size_does_not_tell(self) -> None:
        self.refused(
            r"policy.more is added before the end of the struct, at 68 of 72 bytes",
            (r"^(    uint32_t allow_ai_services;)", r"\1\n    uint32_t more;"),
            GROWN_INITIALISER,
        )

    def test_a_reserved_field_alone_in_the_padding(self) -> None:
        grown = (r"^(    uint32_t omit_cors_headers;)", r"\1\n    uint32_t reserved;")
        initialiser = (r"AGORA_TOKEN_VERSION_006, 500, NULL, 0, 0 \}$", "AGORA_TOKEN_VERSION_006, 500, NULL, 0, 0, 0 }")
        self.refused("endpoint_options.reserved is added before the end of the struct", grown, initialiser)

    def test_a_struct_that_grows_and_changes(self) -> None:
        grown = (r"^(    uint32_t allow_ai_services;)", r"\1\n    uint64_t more;")
        renamed = (r"^    uint32_t max_role;", "    uint32_t highest_role;")
        self.refused(
            "agora_token_policy.max_role is gone; in its place is highest_role", grown, GROWN_INITIALISER, renamed
        )

    def test_a_struct_without_a_size_that_grows(self) -> None:
        self.refused(
            "agora_token_str does not start with its size",
            (r"^    size_t len;\n\} agora_token_str;", "    size_t len;\n    size_t more;\n} agora_token_str;"),
        )

    def test_an_initialiser_that_is_gone(self) -> None:
        self.refused(
            "the initialiser AGORA_TOKEN_REQUEST_INIT is gone",
            (r"^#define AGORA_TOKEN_REQUEST_INIT", "#define OTHER_INIT"),
        )

    def test_an_initialiser_that_sets_another_value(self) -> None:
        self.refused(
            "max_expires_in: its initial value, 86400 became 0", (r"86400, 0, 0, 0, 0, 0 \}$", "0, 0, 0, 0, 0, 0 }")
        )

    def test_an_initialiser_that_lacks_a_field(self) -> None:
        lacks = edited((r"86400, 0, 0, 0, 0, 0 \}$", "86400, 0, 0, 0, 0 }"))
        self.assertRaisesRegex(
            AbiError, "agora_token_policy has 11 fields, and its initialiser 10 values", described, lacks
        )


class WhatIsAddedPasses(unittest.TestCase):
    def added(self, *edits: tuple[str, str]) -> list[str]:
        return compare(RECORDED, described(edited(*edits)))

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
        self.recorded = self.folder / "recorded.json"
        self.run_with("record", HEADER)

    def run_with(self, verb: str, header: str, soname: str = SONAME) -> subprocess.CompletedProcess[str]:
        path = self.folder / "header.h"
        path.write_text(header)
        flags = [
            "--header",
            str(path),
            "--recorded",
            str(self.recorded),
            "--soname",
            soname,
            "--root",
            str(self.folder),
        ]
        return subprocess.run([sys.executable, "-B", abi.__file__, verb, *flags], capture_output=True, text=True)

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

    def test_it_asks_to_record_a_comment_that_changed(self) -> None:
        changed = edited((r"^/// The call did what it says\.", "/// Well done."))
        done = self.run_with("check", changed)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, "documentation .*\nrecord it with `make abi`")
        self.assertEqual(self.run_with("record", changed).returncode, 0)
        self.assertEqual(self.run_with("check", changed).returncode, 0)

    def test_it_names_a_file_that_is_not_what_the_record_gives(self) -> None:
        file = self.folder / "bindings/c/exported-symbols.txt"
        file.write_text(file.read_text().replace("agora_token_fpa\n", ""))
        (self.folder / "fuzz/src/abi.rs").unlink()
        done = self.run_with("check", HEADER)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(
            done.stderr, "exported-symbols.txt is not what the record gives\nfuzz/src/abi.rs is .*\nrun `make abi`"
        )
        self.assertEqual(self.run_with("record", HEADER).returncode, 0)
        self.assertEqual(self.run_with("check", HEADER).returncode, 0)

    def test_it_fails_without_a_record(self) -> None:
        self.recorded.unlink()
        done = self.run_with("check", HEADER)
        self.assertEqual(done.returncode, 1)
        self.assertIn("record it with `make abi`", done.stderr)


class WhatIsReadFromTheHeader(unittest.TestCase):
    def test_the_record_is_read_as_it_was_written(self) -> None:
        self.assertEqual(from_json(to_json(RECORDED)), RECORDED)

    def test_each_one_call_builder_is_known_as_one(self) -> None:
        makers = [f.short for f in RECORDED.functions if f.short.startswith(("rtc", "chat", "education"))]
        self.assertLessEqual({*makers, "rtm", "convoai", "stt", "fpa"}, {f.short for f in RECORDED.one_calls})
        self.assertFalse({f.kind for f in RECORDED.one_calls} - {"one call"})

    def test_each_parameter_and_each_result_has_a_part(self) -> None:
        parts = {(f.name, part) for f in RECORDED.functions for part in (f.result, *(p.part for p in f.parameters))}
        self.assertEqual([name for name, part in parts if part == "other"], [])

    def test_the_statuses_of_a_function_are_those_that_it_names_and_those_of_a_function_that_it_names(self) -> None:
        by_name = {f.short: f for f in RECORDED.functions}
        self.assertEqual(by_name["chat_app"].statuses, ("BAD_EXPIRY", "EXPIRY_LOOKS_ABSOLUTE"))
        self.assertEqual(by_name["check_rtm"].statuses, by_name["check"].statuses)
        self.assertIn("NOT_GRANTED", by_name["check"].statuses)
        self.assertLess({"NOT_UTF8", "BUFFER_TOO_SMALL"}, set(RECORDED.statuses_of(by_name["rtm"])))

    def test_a_status_is_none_of_the_other_constants(self) -> None:
        statuses = {constant.short for constant in RECORDED.statuses}
        self.assertLess({"OK", "NOT_UTF8", "NOT_GRANTED"}, statuses)
        others = {constant.short for group in RECORDED.groups for constant in group.constants}
        self.assertEqual(statuses & others, set())

    def test_each_privilege_is_in_the_group_of_its_service(self) -> None:
        members = {group.name: [name for name, _ in group.members()] for group in RECORDED.groups}
        self.assertEqual(members["Rtm2Permission"], ["READ", "WRITE"])
        self.assertEqual(members["Rtm2Privilege"], ["LOGIN"])
        self.assertEqual(members["ChatPrivilege"], ["USER", "APP"])
        self.assertNotIn("SttPrivilege", members)

    def test_the_layout_is_that_of_pointers_of_64_and_of_32_bits(self) -> None:
        policy = next(struct for struct in RECORDED.structs if struct.short == "policy")
        self.assertEqual((policy.size, policy.size32), (72, 48))
        last = policy.fields[-1]
        self.assertEqual((last.name, last.offset, last.offset32, last.initial), ("allow_ai_services", 64, 44, "0"))

    def test_a_constant_that_is_no_number_is_refused(self) -> None:
        no_number = edited((r"^(#define AGORA_TOKEN_EXPIRED) 301", r'\1 "301"'))
        self.assertRaisesRegex(AbiError, "does not compile", described, no_number)


class WhatIsWritten(unittest.TestCase):
    def test_a_new_one_call_builder_is_in_the_file_of_every_language(self) -> None:
        new = r"""\g<0>

/// A token of a scratch service.
///
/// Statuses: BAD_ACCOUNT, BAD_EXPIRY.
agora_token_status agora_token_scratch(const agora_token_issuer *issuer,
                                       agora_token_str user_id,
                                       uint32_t expires_in,
                                       char *out,
                                       size_t capacity,
                                       size_t *out_len);"""
        grown = described(edited((r"^void agora_token_info_free\(.*;$", new)))
        changed = [path for path, text in languages.files(grown) if "scratch" in text]
        alike = {path for path, text in languages.files(RECORDED) if "chat_user" in text}
        # The names and the layout are of constants and structs.
        self.assertEqual(set(changed), alike)
        self.assertGreater(len(changed), 5)

    def test_each_file_says_first_what_wrote_it(self) -> None:
        for path, text in languages.files(RECORDED):
            with self.subTest(path):
                self.assertRegex(text.split("\n")[0], r"Written by abi/languages/\w+\.py from abi/agora_token\.json")

    def test_a_type_that_a_language_does_not_know_is_refused_by_name(self) -> None:
        odd = described(edited((r"(builder_set_salt\(.*)uint32_t salt", r"\1double salt")))
        self.assertRaisesRegex(AbiError, "has no type for C's double", lambda: list(languages.files(odd)))

    def test_the_files_are_those_of_the_record(self) -> None:
        self.assertEqual(languages.stale(load(abi.RECORD), abi.ROOT), [])


if __name__ == "__main__":
    unittest.main()
