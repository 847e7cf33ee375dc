using System.Net;

using SurveyEngine.Releases;

using SurveyStorage.Azure;

namespace SurveyFunctions.Hosting;

/// <summary>Everything the app is configured with, read and checked once at start.</summary>
public sealed record AppOptions
{
    private const string StorageSetting = "AzureWebJobsStorage";
    private const string EmbeddedSetting = "EmbeddedStore";
    private const string TimeZoneSetting = "NightlyRollupTimeZone";

    public const int DefaultPort = 7071;

    /// <summary>
    /// The storage account where the data lies; null: it lies in <see cref="EmbeddedStore"/>. Exactly one of the two is named:
    /// there is no default, and nothing to fall back to.
    /// </summary>
    public required AzureStorageOptions? Storage { get; init; }

    /// <summary>The file on this machine where the data lies; null: it lies in <see cref="Storage"/>.</summary>
    public required string? EmbeddedStore { get; init; }

    /// <summary>The Functions host started us: it polls the queues, fires the timers and says where to listen.</summary>
    public required bool IsUnderFunctionsHost { get; init; }

    /// <summary>Without the Functions host; 0 takes any free port.</summary>
    public required int Port { get; init; }

    /// <summary>Listen on all addresses and not on the loopback one alone. Never under the Functions host.</summary>
    public required bool IsListeningOutside { get; init; }

    /// <summary>
    /// Without the Functions host: proxies in front of it, which say how a request came to them; from others that is not believed. Under the Functions
    /// host the host is the only one.
    /// </summary>
    public required IReadOnlyList<IPNetwork> TrustedProxies { get; init; }

    /// <summary>Without the Functions host: also poll the queue and fire the timers in this process.</summary>
    public required bool IsWorking { get; init; }

    /// <summary>Without the Functions host: names of functions that are switched off, by the same settings as under it.</summary>
    public required IReadOnlySet<string> DisabledFunctions { get; init; }

    /// <summary>When the nightly rollup is due.</summary>
    public required ReleaseSchedule ReleaseSchedule { get; init; }

    /// <summary>With which people of one tenant sign in; null: by links alone.</summary>
    public required ProviderOptions? Provider { get; init; }

    /// <summary>Stop when standard input ends: whoever started the app holds the other end, and ends in whatever way.</summary>
    public required bool IsStoppingWithInput { get; init; }

    /// <param name="configuration">The environment and the command line.</param>
    /// <param name="isUnderFunctionsHost">The Functions host started this process.</param>
    /// <exception cref="InvalidConfigurationException">Names every setting that is missing or wrong.</exception>
    public static AppOptions Read(IConfiguration configuration, bool isUnderFunctionsHost)
    {
        var problems = new List<string>();
        if (isUnderFunctionsHost)
            RequireOneWorker(configuration, problems);
        var file = ReadEmbeddedStore(configuration, isUnderFunctionsHost, problems);
        var options = new AppOptions
        {
            Storage = file is null ? ReadStorage(configuration, isUnderFunctionsHost, problems) : null,
            EmbeddedStore = file,
            IsUnderFunctionsHost = isUnderFunctionsHost,
            Port = ReadPort(configuration["Port"], problems),
            IsListeningOutside = !isUnderFunctionsHost && ReadFlag(configuration, "ListenOutside", whenMissing: false, problems),
            TrustedProxies = isUnderFunctionsHost ? [] : ReadProxies(configuration["TrustedProxies"], problems),
            IsWorking = !isUnderFunctionsHost && ReadFlag(configuration, "Work", whenMissing: true, problems),
            DisabledFunctions = isUnderFunctionsHost ? new HashSet<string>() : ReadDisabledFunctions(configuration, problems),
            ReleaseSchedule = ReadSchedule(configuration[TimeZoneSetting], problems),
            Provider = ProviderOptions.Read(configuration, problems),
            IsStoppingWithInput = ReadFlag(configuration, "StopWithInput", whenMissing: false, problems),
        };
        return problems.Count == 0 ? options : throw new InvalidConfigurationException(problems);
    }

    /// <summary>
    /// Several workers of one instance would each make transactions of what they happen to get: more of them, each of fewer responses.
    /// </summary>
    private static void RequireOneWorker(IConfiguration configuration, List<string> problems)
    {
        const string Count = "FUNCTIONS_WORKER_PROCESS_COUNT", Dynamic = "FUNCTIONS_WORKER_DYNAMIC_CONCURRENCY_ENABLED";
        if (configuration[Count] is { } count && count != "1")
            problems.Add($"{Count} is '{count}': remove it. Responses that arrive together share a transaction only within one process.");
        if (ReadFlag(configuration, Dynamic, whenMissing: false, problems))
            problems.Add($"{Dynamic} is true: remove it. Responses that arrive together share a transaction only within one process.");
    }

    private static HashSet<string> ReadDisabledFunctions(IConfiguration configuration, List<string> problems)
    {
        const string Prefix = "AzureWebJobs.", Suffix = ".Disabled";
        return configuration.AsEnumerable()
            .Where(setting => setting.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && setting.Key.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase))
            .Where(setting => ReadFlag(configuration, setting.Key, whenMissing: false, problems))
            .Select(setting => setting.Key[Prefix.Length..^Suffix.Length])
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    private static string? ReadEmbeddedStore(IConfiguration configuration, bool isUnderFunctionsHost, List<string> problems)
    {
        var file = configuration[EmbeddedSetting];
        if (string.IsNullOrWhiteSpace(file))
            return null;
        if (isUnderFunctionsHost)
        {
            problems.Add(
                $"{EmbeddedSetting} is set, and the app runs under the Functions host: the disk of a function does not last, and each instance "
                + $"has another. Remove it, and set {StorageSetting} or {StorageSetting}__accountName.");
        }
        else if (IsAccountNamed(configuration))
        {
            problems.Add(
                $"{EmbeddedSetting} and {StorageSetting} are both set: which of them holds the data? Remove the other one; nothing is read from it.");
        }
        return file;
    }

    private static bool IsAccountNamed(IConfiguration configuration)
    {
        var storage = configuration.GetSection(StorageSetting);
        return !string.IsNullOrWhiteSpace(storage.Value) || storage.GetChildren().Any();
    }

    private static AzureStorageOptions? ReadStorage(IConfiguration configuration, bool isUnderFunctionsHost, List<string> problems)
    {
        if (!IsAccountNamed(configuration))
        {
            var alone = isUnderFunctionsHost ? "" : $", or {EmbeddedSetting} to the path of a file on a disk of this machine";
            problems.Add(
                $"No storage is named: set {StorageSetting} to a connection string, or {StorageSetting}__accountName to use an identity{alone}.");
            return null;
        }
        var options = AzureStorageOptions.Read(
            part => configuration[part is null ? StorageSetting : $"{StorageSetting}:{part}"], problems);
        problems.AddRange(options.Problems());
        if (!string.IsNullOrWhiteSpace(options.ConnectionString) && ConnectionProblem(options) is { } problem)
            problems.Add(problem);
        return options;
    }

    /// <summary>Nothing is connected yet: only the text is read.</summary>
    private static string? ConnectionProblem(AzureStorageOptions options)
    {
        try
        {
            AzureStorage.Connect(options);
            return null;
        }
        catch (Exception malformed) when (malformed is FormatException or ArgumentException)
        {
            // Its message may quote a part, and with it a key.
            return $"{StorageSetting} is not a connection string of a storage account: copy it from the account's access keys.";
        }
    }

    private static List<IPNetwork> ReadProxies(string? text, List<string> problems)
    {
        var proxies = new List<IPNetwork>();
        foreach (var named in text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            if (IPNetwork.TryParse(named, out var network))
                proxies.Add(network);
            else if (IPAddress.TryParse(named, out var address))
                proxies.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else
                problems.Add($"TrustedProxies has '{named}': give addresses, or networks such as 10.0.0.0/8, with commas between them.");
        }
        return proxies;
    }

    private static int ReadPort(string? text, List<string> problems)
    {
        if (text is null)
            return DefaultPort;
        if (int.TryParse(text, out var port) && port is >= 0 and <= 65535)
            return port;
        problems.Add($"Port is '{text}': give a port from 0 to 65535.");
        return DefaultPort;
    }

    /// <summary>A machine that knows no time zones at all makes its releases at about the same time, rather than not take answers.</summary>
    private static ReleaseSchedule ReadSchedule(string? timeZone, List<string> problems)
    {
        var isGiven = !string.IsNullOrWhiteSpace(timeZone);
        if (isGiven && ReleaseSchedule.In(timeZone!) is { } schedule)
            return schedule;
        if (ReleaseSchedule.In(ReleaseSchedule.UsualTimeZone) is not { } usual)
            return ReleaseSchedule.WithoutTimeZones;
        if (isGiven)
            problems.Add($"{TimeZoneSetting} is '{timeZone}': give the IANA name of a time zone, such as {ReleaseSchedule.UsualTimeZone}.");
        return usual;
    }

    private static bool ReadFlag(IConfiguration configuration, string name, bool whenMissing, List<string> problems)
    {
        if (configuration[name] is not { } text)
            return whenMissing;
        if (bool.TryParse(text, out var flag))
            return flag;
        problems.Add($"{name} is '{text}': give true or false.");
        return whenMissing;
    }
}

/// <summary>The app refuses to start; each problem names a setting and what to do.</summary>
public sealed class InvalidConfigurationException(IReadOnlyList<string> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
