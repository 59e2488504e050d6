// Dex, an OpenID provider, with its storage in memory and its connector for tests, which signs in one user without
// asking: dex ISSUER WEB SECONDS, where WEB is Dex's own folder of templates, and SECONDS how long a key signs.
package main

import (
	"context"
	"log"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"time"

	"github.com/dexidp/dex/server"
	"github.com/dexidp/dex/storage"
	"github.com/dexidp/dex/storage/memory"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/sirupsen/logrus"
)

// idTokensValidFor is for how long Dex publishes a key that signs no longer.
const idTokensValidFor = 20 * time.Second

func main() {
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		log.Fatal(err)
	}
}

func run(issuer, web, seconds string) error {
	period, err := strconv.Atoi(seconds)
	if err != nil {
		return err
	}
	address, err := url.Parse(issuer)
	if err != nil {
		return err
	}
	logger := logrus.New()
	store := storage.WithStaticClients(memory.New(logger), []storage.Client{{
		ID:           "app",
		Secret:       "secret-of-the-app",
		RedirectURIs: []string{"http://127.0.0.1/callback"},
		Name:         "The app",
	}})
	store = storage.WithStaticConnectors(store, []storage.Connector{{
		ID: "mock", Type: "mockCallback", Name: "Mock", Config: []byte("{}"),
	}})
	dex, err := server.NewServer(context.Background(), server.Config{
		Issuer:             issuer,
		Storage:            store,
		SkipApprovalScreen: true,
		RotateKeysAfter:    time.Duration(period) * time.Second,
		IDTokensValidFor:   idTokensValidFor,
		Web:                server.WebConfig{Dir: web},
		Logger:             logger,
		PrometheusRegistry: prometheus.NewRegistry(),
	})
	if err != nil {
		return err
	}
	return http.ListenAndServe(address.Host, dex)
}
