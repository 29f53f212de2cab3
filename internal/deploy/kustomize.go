package deploy

import "slices"

// mergeKustomize lays the patches of overlays over their bases. A patch whose
// base is not in the repository leaves its workload unknown.
func (r *reader) mergeKustomize() {
	var kept []*Workload
	for _, w := range r.files.Workloads {
		if !slices.Contains(r.patches, w.File) {
			kept = append(kept, w)
			continue
		}
		bases := r.bases(w)
		for _, base := range bases {
			merge(base, w)
		}
		for i := range r.files.Env {
			if r.files.Env[i].Workload == w && len(bases) > 0 {
				r.files.Env[i].Workload = bases[0]
			}
		}
		if len(bases) == 0 {
			w.ImageUnknown = true
			r.notice(w.Place, "a kustomize patch whose base is not in this repository: render the manifests, with kustomize build")
			kept = append(kept, w)
		}
	}
	r.files.Workloads = kept
}

func (r *reader) bases(patch *Workload) []*Workload {
	var out []*Workload
	for _, w := range r.files.Workloads {
		if w != patch && !slices.Contains(r.patches, w.File) && w.Resource == patch.Resource && w.Name == patch.Name && w.Container == patch.Container {
			out = append(out, w)
		}
	}
	return out
}

// merge changes what the patch writes.
func merge(base, patch *Workload) {
	if patch.Image != "" {
		base.Image, base.ImageAt, base.ImageUnknown = patch.Image, patch.ImageAt, patch.ImageUnknown
	}
	if patch.ReplicasAt.Line > 0 {
		base.Replicas, base.MaxReplicas, base.ReplicasAt = patch.Replicas, max(patch.MaxReplicas, patch.Replicas), patch.ReplicasAt
	}
	if patch.HistoryAt.Line > 0 {
		base.History, base.HistoryAt = patch.History, patch.HistoryAt
	}
	for _, p := range patch.Probes {
		base.Probes = slices.DeleteFunc(base.Probes, func(q Probe) bool { return q.Role == p.Role })
		base.Probes = append(base.Probes, p)
	}
	if len(patch.Command) > 0 {
		base.Command = patch.Command
	}
	base.Mounts = append(base.Mounts, patch.Mounts...)
}
