// Holds the manifests of packaging/kubernetes, and the examples of docs/deploying.md, to the API of Kubernetes and to
// each other. It prints a row for `make proof`.
package main

import (
	"fmt"
	"os"

	"sigs.k8s.io/kustomize/kyaml/filesys"
)

func main() {
	root := os.Args[1]
	files, err := repository(root)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	objects, faults := check(files)
	for _, fault := range faults {
		fmt.Fprintln(os.Stderr, fault)
	}
	if len(faults) > 0 {
		os.Exit(1)
	}
	fmt.Printf("proof: The manifests for Kubernetes, as they stand and in the overlay of docs/deploying.md, built by kustomize "+
		"and decoded strictly as types of k8s.io/api | %d objects | every name that one has of another is there\n", objects)
}

// repository copies what is checked into memory: the manifests, and the page that says how to apply them.
func repository(root string) (filesys.FileSystem, error) {
	disk, files := filesys.MakeFsOnDisk(), filesys.MakeFsInMemory()
	names, err := disk.Glob(root + "/" + folder + "/*.yaml")
	if err != nil {
		return nil, err
	}
	for _, name := range append(names, root+"/"+page) {
		content, err := disk.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if err := files.WriteFile(name[len(root):], content); err != nil {
			return nil, err
		}
	}
	return files, nil
}
