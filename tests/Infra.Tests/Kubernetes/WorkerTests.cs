using SurveyEngine.Keys;

using SurveyFunctions.Hosting.Standalone;

namespace Infra.Tests.Kubernetes;

/// <summary>Somebody folds, always, and more of them when there is more to fold.</summary>
public sealed class WorkerTests(KubernetesFolder folder)
{
    /// <summary>Of KEDA's azure-queue scaler: https://keda.sh/docs/latest/scalers/azure-storage-queue/</summary>
    private static readonly string[] KnownToScaler =
    [
        "queueName", "queueLength", "queueLengthStrategy", "activationQueueLength", "connectionFromEnv",
        "accountName", "cloud", "endpointSuffix",
    ];

    private Manifest Scaler => folder.The("ScaledObject", "worker");

    [Fact]
    public void There_is_always_a_worker_for_the_timers() =>
        Assert.True(Scaler.Spec["minReplicaCount"]!.GetValue<int>() >= 1);

    [Fact]
    public void Workers_are_counted_by_the_queue_they_empty()
    {
        var trigger = Assert.Single(Scaler.Spec["triggers"]!.AsArray())!;
        Assert.Equal("azure-queue", trigger["type"]!.GetValue<string>());
        var metadata = trigger["metadata"]!.AsObject();
        Assert.All(metadata, field => Assert.Contains(field.Key, KnownToScaler));
        Assert.Equal(StoreNames.PendingBatches, metadata["queueName"]!.GetValue<string>());
        Assert.True(int.Parse(metadata["queueLength"]!.GetValue<string>()) >= QueuePump.MessagesAtOnce);
        Assert.Contains(metadata["queueLengthStrategy"]!.GetValue<string>(), new[] { "all", "visibleonly" });
    }

    [Fact]
    public void The_scaler_reads_the_queue_with_an_identity_of_its_own()
    {
        var reference = Scaler.Spec["triggers"]![0]!["authenticationRef"]!["name"]!.GetValue<string>();
        var authentication = folder.The("TriggerAuthentication", reference);
        Assert.Equal("azure-workload", authentication.Spec["podIdentity"]!["provider"]!.GetValue<string>());
        Assert.NotEqual(KubernetesFolder.Values["appClientId"], KubernetesFolder.Values["scalerClientId"]);
    }

    [Theory]
    [InlineData("ScaledObject", "worker")]
    [InlineData("HorizontalPodAutoscaler", "web")]
    public void An_autoscaler_has_its_deployment_to_itself(string kind, string name)
    {
        var deployment = folder.The("Deployment", folder.The(kind, name).Spec["scaleTargetRef"]!["name"]!.GetValue<string>());
        Assert.Equal(name, deployment.Name);
        Assert.Null(deployment.Spec["replicas"]);
    }

    [Fact]
    public void One_copy_answers_while_another_is_moved()
    {
        var least = folder.The("HorizontalPodAutoscaler", "web").Spec["minReplicas"]!.GetValue<int>();
        Assert.True(least >= 2);
        Assert.InRange(folder.The("PodDisruptionBudget", "web").Spec["minAvailable"]!.GetValue<int>(), 1, least - 1);
    }
}
