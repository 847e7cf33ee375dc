using Microsoft.Extensions.Configuration;

namespace TestSupport.FunctionsHost;

/// <summary>What <c>host.json</c> in the app's folder says, or the host's own defaults.</summary>
internal sealed class HostSettings(string appFolder)
{
    private readonly IConfigurationSection _extensions =
        new ConfigurationBuilder().AddJsonFile(Path.Combine(appFolder, "host.json")).Build().GetSection("extensions");

    public string RoutePrefix => _extensions["http:routePrefix"] ?? "api";

    public int BatchSize => _extensions.GetValue("queues:batchSize", 16);

    public int NewBatchThreshold => _extensions.GetValue("queues:newBatchThreshold", BatchSize / 2);

    public int MaxDequeueCount => _extensions.GetValue("queues:maxDequeueCount", 5);

    public TimeSpan VisibilityTimeout => _extensions.GetValue("queues:visibilityTimeout", TimeSpan.Zero);

    public TimeSpan MaxPollingInterval => _extensions.GetValue("queues:maxPollingInterval", TimeSpan.FromMinutes(1));
}
