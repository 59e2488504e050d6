//go:build bench && !agora_token_wasm

package agoratoken

/*
#include "native.h"

// The calls of bench_test.go, made by C in a loop.

static void bench_rtc_uid(const go_issuer *issuer, uint32_t version, const char *channel, size_t channel_len, long calls)
{
    char text[AGORA_TOKEN_MAX_LEN + 1];
    size_t len;
    for (long i = 0; i < calls; i++)
        agora_token_rtc_uid(ISSUER, version, STR(channel), 42, AGORA_TOKEN_ROLE_PUBLISHER, 3600, text, sizeof text, &len);
}

static void bench_verify(const go_issuer *issuer, const char *token, size_t token_len, long calls)
{
    for (long i = 0; i < calls; i++)
        agora_token_verify(ISSUER, STR(token), 0);
}

static void bench_check_rtc_uid(const go_issuer *issuer, const char *token, size_t token_len, const char *channel,
                                size_t channel_len, long calls)
{
    for (long i = 0; i < calls; i++)
        agora_token_check_rtc_uid(ISSUER, STR(token), STR(channel), 42, AGORA_TOKEN_RTC_JOIN_CHANNEL, 0);
}
*/
import "C"

// What C takes for the same calls, in the same program: linked into another, the library's own time differs by up to
// 2 %, which is much beside what this package adds. None of it is in the package without the tag "bench".

func (i *Issuer) BenchRTC(version Version, channel string, calls int) {
	C.bench_rtc_uid(i.mustBorrow(), C.uint32_t(version), data(channel), size(channel), C.long(calls))
	i.release()
}

func (i *Issuer) BenchVerify(token string, calls int) {
	C.bench_verify(i.mustBorrow(), data(token), size(token), C.long(calls))
	i.release()
}

func (i *Issuer) BenchCheckRTC(token, channel string, calls int) {
	C.bench_check_rtc_uid(i.mustBorrow(), data(token), size(token), data(channel), size(channel), C.long(calls))
	i.release()
}

func (i *Issuer) mustBorrow() *C.go_issuer {
	issuer, err := i.borrow()
	if err != nil {
		panic(err)
	}
	return (*C.go_issuer)(issuer)
}
