//go:build !cgo || agora_token_wasm

package agoratoken

import (
	"os"
	"os/exec"
	"syscall"
	"testing"
)

func TestWhereNoMemoryMayBecomeExecutableTokensAreMadeAllTheSame(t *testing.T) {
	const name = "AGORA_TOKEN_TEST_NO_EXECUTABLE_MEMORY"
	if os.Getenv(name) == "" {
		child := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
		child.Env = append(os.Environ(), name+"=1")
		if said, err := child.CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, said)
		}
		return
	}
	// PR_SET_MDWE with PR_MDWE_REFUSE_EXEC_GAIN; a kernel before 6.3 knows neither, and systemd does it by seccomp there.
	if _, _, refused := syscall.RawSyscall6(syscall.SYS_PRCTL, 65, 1, 0, 0, 0, 0); refused != 0 && refused != syscall.EINVAL {
		t.Fatal(refused)
	}
	issuer := testIssuer(t)
	token, err := issuer.FPA()
	if err != nil {
		t.Fatal(err)
	}
	if err := issuer.Verify(token); err != nil {
		t.Error(err)
	}
}
