package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

const (
	folder  = "packaging/kubernetes"
	page    = "docs/deploying.md"
	overlay = "overlay"
)

// manifests are the objects of one build, by their types.
type manifests struct {
	deployment appsv1.Deployment
	service    corev1.Service
	budget     policyv1.PodDisruptionBudget
	autoscaler autoscalingv2.HorizontalPodAutoscaler
	network    networkingv1.NetworkPolicy
}

// check says how many objects it decoded, and all that is wrong with them.
func check(files filesys.FileSystem) (int, []error) {
	objects, faults := decodeFiles(files)
	text, err := files.ReadFile("/" + page)
	if err != nil {
		return objects, append(faults, err)
	}
	kustomization, err := block(string(text), "yaml")
	if err != nil {
		return objects, append(faults, err)
	}
	// The example stands in a folder beside the manifests' own.
	place := "/" + path.Dir(folder) + "/" + overlay
	if err := files.WriteFile(place+"/kustomization.yaml", []byte(kustomization)); err != nil {
		return objects, append(faults, err)
	}
	for _, build := range []string{"/" + folder, place} {
		built, err := kustomize(files, build)
		if err != nil {
			faults = append(faults, fmt.Errorf("kustomize build %s: %w", build, err))
			continue
		}
		found, wrong := decode(built)
		objects += len(found)
		set, missing := sorted(found)
		wrong = append(wrong, missing...)
		if len(missing) == 0 {
			wrong = append(wrong, slices.Concat(references(set), guards(set), secrets(set, string(text)))...)
		}
		for _, fault := range wrong {
			faults = append(faults, fmt.Errorf("%s, built: %w", build, fault))
		}
	}
	return objects, faults
}

// block is the one block of code in a language on a page.
func block(text, language string) (string, error) {
	found := regexp.MustCompile("(?ms)^```"+language+"\n(.*?)^```$").FindAllStringSubmatch(text, -1)
	if len(found) != 1 {
		return "", fmt.Errorf("%s: %d blocks of %s, not 1", page, len(found), language)
	}
	return found[0][1], nil
}

// decodeFiles decodes each file as it stands, since a build would hide a key that stands there twice.
func decodeFiles(files filesys.FileSystem) (objects int, faults []error) {
	names, err := files.Glob("/" + folder + "/*.yaml")
	if err != nil {
		return 0, []error{err}
	}
	for _, name := range names {
		if path.Base(name) == "kustomization.yaml" {
			// The build reads it strictly.
			continue
		}
		content, err := files.ReadFile(name)
		if err != nil {
			return objects, append(faults, err)
		}
		found, wrong := decode(content)
		objects += len(found)
		for _, fault := range wrong {
			faults = append(faults, fmt.Errorf("%s: %w", name, fault))
		}
	}
	return objects, faults
}

func kustomize(files filesys.FileSystem, place string) ([]byte, error) {
	built, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(files, place)
	if err != nil {
		return nil, err
	}
	return built.AsYaml()
}

// decode is strict: a field that the type does not have, or that stands twice, is a fault.
func decode(content []byte) (found []runtime.Object, faults []error) {
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{
		appsv1.AddToScheme, autoscalingv2.AddToScheme, corev1.AddToScheme, networkingv1.AddToScheme, policyv1.AddToScheme,
	} {
		if err := add(scheme); err != nil {
			return nil, []error{err}
		}
	}
	decoder := serializer.NewCodecFactory(scheme, serializer.EnableStrict).UniversalDeserializer()
	documents := yaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(content)))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return found, faults
		}
		if err != nil {
			return found, append(faults, err)
		}
		object, _, err := decoder.Decode(document, nil, nil)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		found = append(found, object)
	}
}

// sorted has each object in its place, of which there is one.
func sorted(found []runtime.Object) (set manifests, faults []error) {
	seen := map[string]int{}
	for _, object := range found {
		seen[object.GetObjectKind().GroupVersionKind().Kind]++
		switch object := object.(type) {
		case *appsv1.Deployment:
			set.deployment = *object
		case *corev1.Service:
			set.service = *object
		case *policyv1.PodDisruptionBudget:
			set.budget = *object
		case *autoscalingv2.HorizontalPodAutoscaler:
			set.autoscaler = *object
		case *networkingv1.NetworkPolicy:
			set.network = *object
		default:
			faults = append(faults, fmt.Errorf("there is a %T, which belongs in no file here", object))
		}
	}
	for _, kind := range []string{"Deployment", "Service", "PodDisruptionBudget", "HorizontalPodAutoscaler", "NetworkPolicy"} {
		if seen[kind] != 1 {
			faults = append(faults, fmt.Errorf("there are %d of %s, not 1", seen[kind], kind))
		}
	}
	if containers := len(set.deployment.Spec.Template.Spec.Containers); containers != 1 && len(faults) == 0 {
		faults = append(faults, fmt.Errorf("a pod has %d containers, not 1", containers))
	}
	return set, faults
}

// collector notes what does not hold.
type collector []error

func (faults *collector) expect(holds bool, format string, values ...any) {
	if !holds {
		*faults = append(*faults, fmt.Errorf(format, values...))
	}
}

var keyOfCommand = regexp.MustCompile(`--from-(?:literal|file)=([\w.-]+)=`)

// commandMakes is the name and the keys of the Secret that the page's command makes.
func commandMakes(text string) (name string, keys []string) {
	_, command, _ := strings.Cut(text, "kubectl create secret generic ")
	command, _, _ = strings.Cut(command, "\n\n")
	command, _, _ = strings.Cut(command, "```")
	name, _, _ = strings.Cut(command, " ")
	for _, match := range keyOfCommand.FindAllStringSubmatch(command, -1) {
		keys = append(keys, match[1])
	}
	return name, keys
}
