using Microsoft.Extensions.Configuration;

using SurveyFunctions.Hosting;

namespace Infra.Tests;

/// <summary>The settings of the app, found by watching it read them.</summary>
public static class AppSettings
{
    /// <summary>As names of environment variables.</summary>
    public static IReadOnlySet<string> Names { get; } = FindNames();

    public static IConfiguration AsConfiguration(IReadOnlyDictionary<string, string> environment) => new ConfigurationBuilder()
        .AddInMemoryCollection(environment.ToDictionary(
            setting => setting.Key.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal),
            setting => (string?)setting.Value))
        .Build();

    private static HashSet<string> FindNames()
    {
        var watching = new Watching();
        AppOptions.Read(new ConfigurationBuilder().Add(watching).Build(), isUnderFunctionsHost: false);
        return [.. watching.Asked.Select(key => key.Replace(ConfigurationPath.KeyDelimiter, "__", StringComparison.Ordinal))];
    }

    /// <summary>Names an account, so that all of its settings are read.</summary>
    private sealed class Watching : ConfigurationProvider, IConfigurationSource
    {
        public List<string> Asked { get; } = [];

        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public override void Load() => Data["AzureWebJobsStorage:accountName"] = "account";

        public override bool TryGet(string key, out string? value)
        {
            Asked.Add(key);
            return base.TryGet(key, out value);
        }
    }
}
