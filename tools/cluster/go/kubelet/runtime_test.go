package main

import (
	"testing"
	"time"
)

func TestEndingOf(t *testing.T) {
	for name, c := range map[string]struct {
		words []string
		want  ending
	}{
		"no command":               {nil, ending{usualRun, 0}},
		"a sleep":                  {[]string{"sleep", "5"}, ending{5 * time.Second, 0}},
		"a day's sleep is cut":     {[]string{"sh", "-c", "sleep 9000"}, ending{longestRun, 0}},
		"a failure":                {[]string{"sh", "-c", "echo no; exit 3"}, ending{usualRun, 3}},
		"a word that ends in exit": {[]string{"preexit 3"}, ending{usualRun, 0}},
	} {
		if got := endingOf(c.words); got != c.want {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}

func TestAddressesStayInTheirRange(t *testing.T) {
	runtime, err := newIdleRuntime("198.51.100.192/26")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for range 200 {
		address := runtime.nextAddress()
		if !runtime.addresses.Contains(address) {
			t.Fatalf("%s is outside", address)
		}
		seen[address.String()] = true
	}
	if len(seen) != 63 {
		t.Errorf("%d addresses were given, not 63", len(seen))
	}
}
