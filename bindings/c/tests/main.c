/* test_agora_token VECTORS: every test of the C ABI. The last line is "N passed, N failed". */
#include "harness.h"

struct harness harness;

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: %s tests/vectors/official.json\n", argv[0]);
        return 2;
    }
    run_abi_tests();
    run_vector_tests(argv[1]);
    run_explanation_tests(argv[1]);
    printf("%d passed, %d failed\n", harness.passed, harness.failed);
    return harness.failed != 0;
}
