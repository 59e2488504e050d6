package agoratoken_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"agoratoken"
)

func TestAStatusThatThisPackageDoesNotKnowIsAnErrorWithItsNumberAndTheLibrarysMessage(t *testing.T) {
	var err error = &agoratoken.Error{Status: 399}
	if text := err.Error(); text != "agoratoken: status 399: this number is no status of this version of the library" {
		t.Error(text)
	}
	var failure *agoratoken.Error
	if !errors.As(fmt.Errorf("check: %w", err), &failure) || failure.Status != 399 || failure.Status.String() != "status 399" {
		t.Errorf("%+v", failure)
	}
	if errors.Is(err, agoratoken.ErrNotGranted) || !errors.Is(err, &agoratoken.Error{Status: 399}) {
		t.Error("an unknown status is another error")
	}
}

func TestEveryStatusOfTheLibraryHasAVariable(t *testing.T) {
	count := 0
	for status := range agoratoken.Status(1000) {
		number := fmt.Sprintf("status %d", status)
		if status == 0 || status.String() == number {
			continue
		}
		count++
		if text := (&agoratoken.Error{Status: status}).Error(); strings.Contains(text, number) {
			t.Error(text)
		}
	}
	if count < 30 {
		t.Errorf("%d statuses", count)
	}
}
