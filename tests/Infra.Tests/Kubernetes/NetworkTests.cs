using System.Text.Json.Nodes;

using SurveyFunctions.Intake;

namespace Infra.Tests.Kubernetes;

/// <summary>From the name in a link to the port the app listens on, and what else may pass.</summary>
public sealed class NetworkTests(KubernetesFolder folder)
{
    private const string PortName = "http";

    [Fact]
    public void The_way_from_the_ingress_ends_at_the_port_of_the_web_pods_alone()
    {
        var ingress = Assert.Single(folder.OfKind("Ingress"));
        var backend = Assert.Single(Assert.Single(ingress.Spec["rules"]!.AsArray())!["http"]!["paths"]!.AsArray())!["backend"]!["service"]!;
        var service = folder.The("Service", backend["name"]!.GetValue<string>());
        var port = Assert.Single(service.Spec["ports"]!.AsArray())!;
        Assert.Equal(backend["port"]!["name"]!.GetValue<string>(), port["name"]!.GetValue<string>());
        Assert.Equal(PortName, port["targetPort"]!.GetValue<string>());
        Assert.Equal(["web"], Selected(service.Spec["selector"]!));
        Assert.NotNull(ingress.Spec["tls"]![0]!["secretName"]);
    }

    [Fact]
    public void Everything_that_selects_pods_selects_those_it_is_named_for()
    {
        foreach (var deployment in folder.OfKind("Deployment"))
        {
            string[] itself = [deployment.Name];
            Assert.Equal(itself, Selected(deployment.Spec["selector"]!["matchLabels"]!));
            Assert.All(deployment.Pod["spec"]!["topologySpreadConstraints"]!.AsArray(), spread =>
                Assert.Equal(itself, Selected(spread!["labelSelector"]!["matchLabels"]!)));
        }
        Assert.Equal(["web"], Selected(folder.The("PodDisruptionBudget", "web").Spec["selector"]!["matchLabels"]!));
    }

    [Fact]
    public void What_no_policy_names_is_refused_both_ways()
    {
        var policy = folder.The("NetworkPolicy", "nothing-else").Spec.AsObject();
        Assert.Equal(["podSelector", "policyTypes"], policy.Select(field => field.Key).Order(StringComparer.Ordinal));
        Assert.Empty(policy["podSelector"]!.AsObject());
        Assert.Equal(["Ingress", "Egress"], policy["policyTypes"]!.AsArray().Select(type => type!.GetValue<string>()));
    }

    [Fact]
    public void Only_the_ingress_reaches_the_app_and_only_its_port()
    {
        var rule = Assert.Single(Rules("ingress"));
        Assert.Equal("web-from-ingress", rule.Policy.Name);
        Assert.Equal(["web"], Selected(rule.Policy.Spec["podSelector"]!["matchLabels"]!));
        Assert.NotNull(Assert.Single(rule.Value["from"]!.AsArray())!["namespaceSelector"]!["matchLabels"]!["kubernetes.io/metadata.name"]);
        Assert.Equal(PortName, Assert.Single(rule.Value["ports"]!.AsArray())!["port"]!.GetValue<string>());
        Assert.All(folder.OfKind("Deployment"), deployment =>
            Assert.Equal(PortName, Assert.Single(deployment.Container["ports"]!.AsArray())!["name"]!.GetValue<string>()));
    }

    [Fact]
    public void The_app_reaches_names_and_storage_and_nothing_else()
    {
        var ports = Rules("egress").SelectMany(rule => rule.Value["ports"]!.AsArray());
        Assert.Equal(["TCP 443", "TCP 53", "UDP 53"], ports.Select(port => $"{port!["protocol"]} {port["port"]}").Order());
        Assert.All(Rules("egress"), rule => Assert.Equal(["web", "worker"], Selected(rule.Policy.Spec["podSelector"]!["matchLabels"]!)));
    }

    /// <summary>A batch of responses is the largest body; ingress-nginx lets 1 MiB through by itself.</summary>
    [Fact]
    public void The_ingress_lets_a_batch_through_and_writes_down_nobody_who_answers()
    {
        var annotations = Assert.Single(folder.OfKind("Ingress")).Value["metadata"]!["annotations"]!;
        var size = annotations["nginx.ingress.kubernetes.io/proxy-body-size"]!.GetValue<string>();
        Assert.EndsWith("m", size, StringComparison.Ordinal);
        Assert.True(int.Parse(size[..^1]) * 1024 * 1024 > SubmitResponses.MostBytes);
        Assert.Equal("false", annotations["nginx.ingress.kubernetes.io/enable-access-log"]!.GetValue<string>());
    }

    private IEnumerable<(Manifest Policy, JsonNode Value)> Rules(string direction) => folder.OfKind("NetworkPolicy")
        .SelectMany(policy => (policy.Spec[direction]?.AsArray() ?? []).Select(rule => (policy, rule!)));

    /// <summary>The deployments whose pods have these labels.</summary>
    private IEnumerable<string> Selected(JsonNode labels) => folder.OfKind("Deployment")
        .Where(deployment => labels.AsObject().All(label =>
            JsonNode.DeepEquals(deployment.Pod["metadata"]!["labels"]![label.Key], label.Value)))
        .Select(deployment => deployment.Name)
        .Order();
}
