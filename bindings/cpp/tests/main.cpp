// test_agora_token_cpp VECTORS: every test of the C++ interface. The last line is "N passed, N failed".
#define DOCTEST_CONFIG_IMPLEMENT
#include "harness.hpp"

#include <iostream>

std::string vectors_path;

namespace {

doctest::TestRunStats total;

// Keeps the numbers of the last line: doctest's own summary says them in another form.
struct Total : doctest::IReporter {
    explicit Total(const doctest::ContextOptions &)
    {
    }

    void test_run_end(const doctest::TestRunStats &stats) override
    {
        total = stats;
    }

    void report_query(const doctest::QueryData &) override
    {
    }
    void test_run_start() override
    {
    }
    void test_case_start(const doctest::TestCaseData &) override
    {
    }
    void test_case_reenter(const doctest::TestCaseData &) override
    {
    }
    void test_case_end(const doctest::CurrentTestCaseStats &) override
    {
    }
    void test_case_exception(const doctest::TestCaseException &) override
    {
    }
    void subcase_start(const doctest::SubcaseSignature &) override
    {
    }
    void subcase_end() override
    {
    }
    void log_assert(const doctest::AssertData &) override
    {
    }
    void log_message(const doctest::MessageData &) override
    {
    }
    void test_case_skipped(const doctest::TestCaseData &) override
    {
    }
};

DOCTEST_REGISTER_LISTENER("total", 1000, Total);

} // namespace

int main(int argc, char **argv)
{
    if (argc != 2) {
        std::cerr << "usage: " << argv[0] << " tests/vectors/official.json\n";
        return 2;
    }
    vectors_path = argv[1];
    const int exit_code = doctest::Context().run();
    std::cout << total.numTestCasesPassingFilters - total.numTestCasesFailed << " passed, " << total.numTestCasesFailed
              << " failed\n";
    return exit_code;
}
