using System.Text.Json.Nodes;

using SurveyFunctions;

namespace Infra.Tests.Kubernetes;

/// <summary>What the pods may do, and how they start and end.</summary>
public sealed class PodTests(KubernetesFolder folder)
{
    [Fact]
    public void Every_container_has_no_right_that_it_can_do_without()
    {
        foreach (var pod in folder.OfKind("Deployment").Select(deployment => deployment.Pod["spec"]!))
        {
            Assert.Null(pod["initContainers"]);
            Assert.Null(pod["volumes"]);
            Assert.All(new[] { "hostNetwork", "hostPID", "hostIPC" }, field => Assert.Null(pod[field]));
            var whole = pod["securityContext"]!;
            Assert.True(whole["runAsNonRoot"]!.GetValue<bool>());
            Assert.True(whole["runAsUser"]!.GetValue<int>() > 0);
            Assert.Equal("RuntimeDefault", whole["seccompProfile"]!["type"]!.GetValue<string>());
            Assert.All(pod["containers"]!.AsArray(), container => AssertIsConfined(container!["securityContext"]!));
        }
    }

    private static void AssertIsConfined(JsonNode context)
    {
        Assert.False(context["allowPrivilegeEscalation"]!.GetValue<bool>());
        Assert.True(context["readOnlyRootFilesystem"]!.GetValue<bool>());
        Assert.True(context["runAsNonRoot"]!.GetValue<bool>());
        Assert.Equal("{\"drop\":[\"ALL\"]}", context["capabilities"]!.ToJsonString());
        Assert.Null(context["privileged"]);
    }

    [Fact]
    public void The_namespace_refuses_pods_with_more_rights()
    {
        var metadata = Assert.Single(folder.OfKind("Namespace")).Value["metadata"]!;
        Assert.Equal("restricted", Label(metadata, "pod-security.kubernetes.io/enforce"));
    }

    [Fact]
    public void The_pods_are_the_user_of_the_image() =>
        Assert.All(folder.OfKind("Deployment"), deployment => Assert.Equal(
            Image.Containerfile.Read().User,
            $"{deployment.Pod["spec"]!["securityContext"]!["runAsUser"]}:{deployment.Pod["spec"]!["securityContext"]!["runAsGroup"]}"));

    /// <summary>Both the label and the account, or the app has no token; and no token for the Kubernetes API.</summary>
    [Fact]
    public void The_pods_get_a_token_for_Azure_and_for_nothing_else()
    {
        var account = Assert.Single(folder.OfKind("ServiceAccount"));
        Assert.NotNull(account.Value["metadata"]!["annotations"]!["azure.workload.identity/client-id"]);
        Assert.False(account.Value["automountServiceAccountToken"]!.GetValue<bool>());
        foreach (var deployment in folder.OfKind("Deployment"))
        {
            Assert.Equal("true", Label(deployment.Pod["metadata"]!, "azure.workload.identity/use"));
            Assert.Equal(account.Name, deployment.Pod["spec"]!["serviceAccountName"]!.GetValue<string>());
            Assert.False(deployment.Pod["spec"]!["automountServiceAccountToken"]!.GetValue<bool>());
        }
    }

    /// <summary>Requests in flight and messages to be sent each have the app's time to shut down.</summary>
    [Fact]
    public void A_pod_is_given_the_time_that_the_app_takes_to_end()
    {
        foreach (var deployment in folder.OfKind("Deployment"))
        {
            var pause = deployment.Container["lifecycle"]?["preStop"]!["sleep"]!["seconds"]!.GetValue<int>() ?? 0;
            var given = deployment.Pod["spec"]!["terminationGracePeriodSeconds"]!.GetValue<int>();
            Assert.True(given >= pause + (2 * ServerRegistration.ShutdownTime.TotalSeconds), deployment.ToString());
        }
    }

    [Fact]
    public void Every_container_says_what_it_needs_and_has_a_limit_of_memory() =>
        Assert.All(folder.OfKind("Deployment"), deployment =>
        {
            var resources = deployment.Container["resources"]!;
            Assert.NotNull(resources["requests"]!["cpu"]);
            Assert.NotNull(resources["requests"]!["memory"]);
            Assert.NotNull(resources["limits"]!["memory"]);
        });

    private static string? Label(JsonNode metadata, string name) => metadata["labels"]![name]?.GetValue<string>();
}
