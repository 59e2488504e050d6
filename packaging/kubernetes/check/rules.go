package main

import (
	"path"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// references says which names of other objects, of ports and of volumes lead nowhere.
func references(set manifests) []error {
	var faults collector
	deployment, pod := set.deployment, set.deployment.Spec.Template
	selects := func(who string, selector *metav1.LabelSelector) {
		parsed, err := metav1.LabelSelectorAsSelector(selector)
		faults.expect(err == nil && !parsed.Empty() && parsed.Matches(labels.Set(pod.Labels)),
			"%s does not select the pods: %v, and they have %v", who, selector, pod.Labels)
	}
	selects("the Deployment", deployment.Spec.Selector)
	selects("the PodDisruptionBudget", set.budget.Spec.Selector)
	selects("the NetworkPolicy", &set.network.Spec.PodSelector)
	selects("the Service", &metav1.LabelSelector{MatchLabels: set.service.Spec.Selector})
	for _, spread := range pod.Spec.TopologySpreadConstraints {
		selects("the spread over nodes", spread.LabelSelector)
	}

	target := set.autoscaler.Spec.ScaleTargetRef
	faults.expect(target.APIVersion == deployment.APIVersion && target.Kind == deployment.Kind && target.Name == deployment.Name,
		"the HorizontalPodAutoscaler scales %v, not the Deployment %s", target, deployment.Name)

	container := pod.Spec.Containers[0]
	leads := func(who string, port intstr.IntOrString) {
		faults.expect(slices.ContainsFunc(container.Ports, func(has corev1.ContainerPort) bool {
			return port == intstr.FromString(has.Name) || port == intstr.FromInt32(has.ContainerPort)
		}), "%s leads to port %s, which the container does not have", who, port.String())
	}
	faults.expect(len(set.service.Spec.Ports) > 0, "the Service has no port")
	for _, port := range set.service.Spec.Ports {
		leads("the Service", port.TargetPort)
	}
	for _, rule := range set.network.Spec.Ingress {
		faults.expect(len(rule.Ports) > 0, "the NetworkPolicy opens every port")
		for _, port := range rule.Ports {
			if port.Port != nil {
				leads("the NetworkPolicy", *port.Port)
			}
		}
	}
	probes := map[string]*corev1.Probe{
		"startup": container.StartupProbe, "readiness": container.ReadinessProbe, "liveness": container.LivenessProbe,
	}
	for name, probe := range probes {
		if probe == nil || probe.HTTPGet == nil {
			faults.expect(false, "there is no %s probe over HTTP", name)
			continue
		}
		faults.expect(probe.HTTPGet.Path == "/healthz", "the %s probe asks for %s", name, probe.HTTPGet.Path)
		leads("the "+name+" probe", probe.HTTPGet.Port)
	}
	return faults
}

// guards says where a pod may do more than it needs, or where a failure of one takes the service away.
func guards(set manifests) []error {
	var faults collector
	spec := set.deployment.Spec.Template.Spec
	container := spec.Containers[0]
	is := func(value *bool, wanted bool) bool { return value != nil && *value == wanted }
	number := func(value *int64) int64 {
		if value == nil {
			return 0
		}
		return *value
	}

	// What the level "restricted" of the Pod Security Standards demands, and a root directory that is read-only.
	user, own := spec.SecurityContext, container.SecurityContext
	if user == nil || own == nil || own.Capabilities == nil || user.SeccompProfile == nil {
		faults.expect(false, "the pod or its container has no security context, capabilities or seccomp profile")
		return faults
	}
	faults.expect(is(user.RunAsNonRoot, true) && number(user.RunAsUser) == 65532 && own.RunAsUser == nil && own.RunAsNonRoot == nil,
		"the pod does not run as user 65532, who is not root")
	faults.expect(user.SeccompProfile.Type == corev1.SeccompProfileTypeRuntimeDefault && own.SeccompProfile == nil,
		"the pod does not have the runtime's seccomp profile")
	faults.expect(is(own.AllowPrivilegeEscalation, false), "the container may gain privileges")
	faults.expect(own.Privileged == nil, "the container says something of privileges")
	faults.expect(is(own.ReadOnlyRootFilesystem, true), "the container may write to its root directory")
	faults.expect(slices.Equal(own.Capabilities.Drop, []corev1.Capability{"ALL"}) && len(own.Capabilities.Add) == 0,
		"the container has capabilities")
	faults.expect(is(spec.AutomountServiceAccountToken, false), "the pod gets a token for the cluster")
	faults.expect(!spec.HostNetwork && !spec.HostPID && !spec.HostIPC && spec.HostUsers == nil, "the pod shares what is the node's")
	for _, name := range []corev1.ResourceName{corev1.ResourceCPU, corev1.ResourceMemory} {
		limit, request := container.Resources.Limits[name], container.Resources.Requests[name]
		faults.expect(!request.IsZero() && request.Cmp(limit) <= 0, "%s: %s is requested, and the limit is %s", name, &request, &limit)
	}

	faults.expect(set.deployment.Spec.Replicas != nil && *set.deployment.Spec.Replicas >= 2, "the Deployment has fewer than 2 replicas")
	least := set.autoscaler.Spec.MinReplicas
	faults.expect(least != nil && *least >= 2 && *least <= set.autoscaler.Spec.MaxReplicas, "the HorizontalPodAutoscaler goes under 2 replicas")
	faults.expect(len(set.autoscaler.Spec.Metrics) > 0, "the HorizontalPodAutoscaler has nothing to go by")
	budget := set.budget.Spec
	faults.expect(budget.MinAvailable == nil && budget.MaxUnavailable != nil && *budget.MaxUnavailable == intstr.FromInt32(1),
		"the PodDisruptionBudget lets another number of pods go than 1")

	types := set.network.Spec.PolicyTypes
	faults.expect(slices.Contains(types, networkingv1.PolicyTypeIngress) && slices.Contains(types, networkingv1.PolicyTypeEgress),
		"the NetworkPolicy leaves a direction open")
	for _, rule := range set.network.Spec.Ingress {
		faults.expect(len(rule.From) > 0, "the NetworkPolicy lets everybody in")
		for _, peer := range rule.From {
			everywhere := peer.NamespaceSelector != nil && len(peer.NamespaceSelector.MatchLabels)+len(peer.NamespaceSelector.MatchExpressions) == 0
			faults.expect(!everywhere, "the NetworkPolicy lets every namespace in")
		}
	}
	for _, rule := range set.network.Spec.Egress {
		faults.expect(len(rule.Ports) > 0, "the NetworkPolicy lets the server ask at every port")
	}
	faults.expect(set.service.Spec.Type == corev1.ServiceTypeClusterIP, "the Service is reached from outside of the cluster")
	return faults
}

// secrets says where a secret's value is in a file, and which files and keys nothing provides.
func secrets(set manifests, text string) []error {
	var faults collector
	name, made := commandMakes(text)
	spec := set.deployment.Spec.Template.Spec
	container := spec.Containers[0]
	provided := func(secret, key string) {
		faults.expect(secret == name && slices.Contains(made, key),
			"key %s of Secret %s is used, and %s makes %s with %v", key, secret, page, name, made)
	}

	files := map[string]bool{}
	for _, volume := range spec.Volumes {
		if volume.Secret == nil {
			faults.expect(false, "volume %s is not of a Secret", volume.Name)
			continue
		}
		mode := volume.Secret.DefaultMode
		faults.expect(mode != nil && *mode == 0o440 && spec.SecurityContext.FSGroup != nil, "volume %s is not for the pod's group alone", volume.Name)
		faults.expect(len(volume.Secret.Items) > 0, "volume %s has every key", volume.Name)
		mount := slices.IndexFunc(container.VolumeMounts, func(mount corev1.VolumeMount) bool { return mount.Name == volume.Name })
		faults.expect(mount >= 0, "volume %s is mounted nowhere", volume.Name)
		for _, item := range volume.Secret.Items {
			provided(volume.Secret.SecretName, item.Key)
			if mount >= 0 {
				files[path.Join(container.VolumeMounts[mount].MountPath, item.Path)] = true
			}
		}
	}
	for _, mount := range container.VolumeMounts {
		faults.expect(mount.ReadOnly && mount.SubPath == "", "%s is not read-only, or is of a sub-path, which no new Secret reaches", mount.MountPath)
		faults.expect(slices.ContainsFunc(spec.Volumes, func(volume corev1.Volume) bool { return volume.Name == mount.Name }),
			"%s is of volume %s, which is not there", mount.MountPath, mount.Name)
	}

	faults.expect(len(container.EnvFrom) == 0, "the container takes variables whose names no file says")
	literal := map[string]string{}
	for _, variable := range container.Env {
		if from := variable.ValueFrom; from != nil {
			faults.expect(from.SecretKeyRef != nil, "%s is of no Secret", variable.Name)
			if from.SecretKeyRef != nil {
				faults.expect(from.SecretKeyRef.Optional == nil, "%s is optional", variable.Name)
				provided(from.SecretKeyRef.Name, from.SecretKeyRef.Key)
			}
			continue
		}
		literal[variable.Name] = variable.Value
		if strings.HasSuffix(variable.Name, "_FILE") {
			faults.expect(files[variable.Value], "%s is %s, which no volume has", variable.Name, variable.Value)
		}
	}
	faults.expect(literal["REQUIRE_AUTH"] == "1", "REQUIRE_AUTH is %q: the server might start open", literal["REQUIRE_AUTH"])
	for _, secret := range []string{"APP_CERTIFICATE", "API_KEYS", "JWT_SECRET"} {
		_, set := literal[secret]
		faults.expect(!set, "the value of %s is in a file", secret)
	}
	faults.expect(literal["APP_CERTIFICATE_FILE"] != "", "the certificate is of no file, so that nothing renews it")
	return faults
}
