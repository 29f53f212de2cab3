package deploy

import (
	"strings"

	"go.yaml.in/yaml/v4"
)

func isCloudFormation(n *yaml.Node) bool {
	found := false
	Entries(Get(n, "Resources"), func(_, v *yaml.Node) {
		found = found || strings.HasPrefix(Text(Get(v, "Type")), "AWS::")
	})
	return found
}

// cloudFormation reads ECS services and task definitions of a template. Other
// resources are kept for who asks.
func (r *reader) cloudFormation(d *Document) {
	Entries(Get(d.Node, "Resources"), func(k, v *yaml.Node) {
		typ, props := Text(Get(v, "Type")), Get(v, "Properties")
		d.Resources = append(d.Resources, &Resource{Place: d.At(k), Type: typ, Name: k.Value, Node: props})
		if typ == "AWS::ECS::TaskDefinition" {
			r.ecsTask(d, lowered(Get(props, "ContainerDefinitions")), Text(Get(props, "Family")))
		}
	})
}

// lowered returns a copy of a tree whose keys begin with a lower-case letter,
// as the API writes what CloudFormation writes with a capital one.
func lowered(n *yaml.Node) *yaml.Node {
	if n == nil {
		return nil
	}
	c := *n
	c.Content = make([]*yaml.Node, len(n.Content))
	for i, k := range n.Content {
		c.Content[i] = lowered(k)
		if n.Kind == yaml.MappingNode && i%2 == 0 && k.Value != "" {
			key := *c.Content[i]
			key.Value = strings.ToLower(key.Value[:1]) + key.Value[1:]
			c.Content[i] = &key
		}
	}
	// A function such as !Ref decides the value when the stack is made.
	if n.Kind == yaml.ScalarNode && strings.HasPrefix(n.Tag, "!") && !strings.HasPrefix(n.Tag, "!!") {
		c.Value = "${" + n.Value + "}"
	}
	return &c
}
