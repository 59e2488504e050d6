package main

import (
	"strings"
	"testing"

	"sigs.k8s.io/kustomize/kyaml/filesys"
)

func files(t *testing.T) filesys.FileSystem {
	t.Helper()
	files, err := repository("../../..")
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestTheManifestsAndTheOverlayOfThePageHold(t *testing.T) {
	objects, faults := check(files(t))
	for _, fault := range faults {
		t.Error(fault)
	}
	// Five kinds: as files, built, and in the overlay.
	if objects != 15 {
		t.Errorf("%d objects", objects)
	}
}

// A fault, made by one change, and a part of what is said of it.
var made = []struct{ file, old, new, said string }{
	{"deployment.yaml", "replicas: 2", "replica: 2", `unknown field "spec.replica"`},
	{"deployment.yaml", "replicas: 2", "replicas: 2\n  replicas: 3", "already set"},
	{"deployment.yaml", "replicas: 2", `replicas: "two"`, "cannot unmarshal string"},
	{"deployment.yaml", "apps/v1", "apps/v2", "no kind"},
	{"deployment.yaml", "replicas: 2", "replicas: 1", "fewer than 2 replicas"},
	{"deployment.yaml", "runAsNonRoot: true", "runAsNonRoot: false", "not root"},
	{"deployment.yaml", "runAsUser: 65532", "runAsUser: 0", "not root"},
	{"deployment.yaml", "type: RuntimeDefault", "type: Unconfined", "seccomp"},
	{"deployment.yaml", "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "write to its root"},
	{"deployment.yaml", "Escalation: false", "Escalation: true", "may gain privileges"},
	{"deployment.yaml", "drop: [ALL]", "drop: [CHOWN]", "capabilities"},
	{"deployment.yaml", "limits:\n              cpu", "limits:\n              gpu", "cpu: 250m is requested, and the limit is 0"},
	{"deployment.yaml", "fsGroup: 65532", "", "pod's group alone"},
	{"deployment.yaml", "0440", "0444", "pod's group alone"},
	{"deployment.yaml", "AccountToken: false", "AccountToken: true", "token for the cluster"},
	{"deployment.yaml", "- name: http", "- name: web", "the Service leads to port http"},
	{"deployment.yaml", "path: /healthz", "path: /health", "probe asks for /health"},
	{"deployment.yaml", "livenessProbe", "startupProbe", "already set"},
	{"deployment.yaml", "key: app-id", "key: id", "key id of Secret agora-token is used"},
	{"deployment.yaml", "secretName: agora-token", "secretName: token", "of Secret token is used"},
	{"deployment.yaml", "- key: api-keys", "- key: keys", "key keys of Secret"},
	{"deployment.yaml", "path: api-keys", "path: keys", "API_KEYS_FILE is /etc/agora-token/api-keys, which no volume has"},
	{"deployment.yaml", "mountPath: /etc/agora-token", "mountPath: /run", "which no volume has"},
	{"deployment.yaml", "- name: secrets\n              mountPath", "- name: other\n              mountPath", "mounted nowhere"},
	{"deployment.yaml", `value: "1"`, `value: "0"`, "might start open"},
	{"deployment.yaml", "- name: APP_CERTIFICATE_FILE", "- name: APP_CERTIFICATE", "the value of APP_CERTIFICATE is in a file"},
	{"service.yaml", "targetPort: http", "targetPort: 8081", "the Service leads to port 8081"},
	{"service.yaml", "  selector:\n    app.kubernetes.io/name: agora-token", "  selector:\n    app.kubernetes.io/name: agora", "the Service does not select"},
	{"service.yaml", "type: ClusterIP", "type: LoadBalancer", "from outside of the cluster"},
	{"poddisruptionbudget.yaml", "      app.kubernetes.io/name: agora-token", "      app: agora-token", "the PodDisruptionBudget does not select"},
	{"poddisruptionbudget.yaml", "maxUnavailable: 1", "minAvailable: 2", "another number of pods"},
	{"horizontalpodautoscaler.yaml", "    name: agora-token\n  min", "    name: agora\n  min", "the HorizontalPodAutoscaler scales"},
	{"horizontalpodautoscaler.yaml", "minReplicas: 2", "minReplicas: 1", "under 2 replicas"},
	{"networkpolicy.yaml", "      app.kubernetes.io/name: agora-token\n  policy", "      app: agora-token\n  policy", "the NetworkPolicy does not select"},
	{"networkpolicy.yaml", "port: http", "port: web", "the NetworkPolicy leads to port web"},
	{"networkpolicy.yaml", "[Ingress, Egress]", "[Ingress]", "leaves a direction open"},
	{"networkpolicy.yaml", "            matchLabels:\n              agora-token-clients: \"true\"", "            matchLabels: {}", "lets every namespace in"},
	{"networkpolicy.yaml", "egress: []", "egress: [{}]", "ask at every port"},
	{"kustomization.yaml", "  - service.yaml\n", "", "there are 0 of Service, not 1"},
	{"kustomization.yaml", "resources:", "resource:", "unknown field"},
	{"kustomization.yaml", "resources:", "secretGenerator:\n  - name: agora-token\n    literals: [app-id=1]\nresources:", "*v1.Secret, which belongs in no file"},
}

func TestEachFaultIsFound(t *testing.T) {
	for _, fault := range made {
		files := files(t)
		name := "/" + folder + "/" + fault.file
		before, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		after := strings.Replace(string(before), fault.old, fault.new, 1)
		if after == string(before) {
			t.Errorf("%s has no %q", fault.file, fault.old)
			continue
		}
		if err := files.WriteFile(name, []byte(after)); err != nil {
			t.Fatal(err)
		}
		var said []string
		_, faults := check(files)
		for _, fault := range faults {
			said = append(said, fault.Error())
		}
		if !strings.Contains(strings.Join(said, "\n"), fault.said) {
			t.Errorf("%s with %q: of %q it says %q", fault.file, fault.new, fault.said, said)
		}
	}
}
