using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Surveyctl.Local;

/// <summary>What Azurite prints: the address of each service once it listens, or why it does not start.</summary>
internal sealed partial class AzuriteOutput
{
    private const int LinesKept = 10;
    private const int Services = 3;

    private readonly ConcurrentDictionary<string, string> _addresses = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when all services listen.</summary>
    public Task Listening => _listening.Task;

    public string LastLines => string.Join('\n', _lines);

    /// <summary>Reads on until the process ends: a full pipe would stop it.</summary>
    public static AzuriteOutput Follow(Process process)
    {
        var output = new AzuriteOutput();
        process.OutputDataReceived += (_, line) => output.Add(line.Data);
        process.ErrorDataReceived += (_, line) => output.Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return output;
    }

    public string AddressOf(string service) => _addresses[service];

    private void Add(string? line)
    {
        if (line is null)
            return;
        _lines.Enqueue(line);
        if (_lines.Count > LinesKept)
            _lines.TryDequeue(out _);
        if (ListeningLine().Match(line) is not { Success: true } match)
            return;
        _addresses[match.Groups["service"].Value] = match.Groups["address"].Value;
        if (_addresses.Count == Services)
            _listening.TrySetResult();
    }

    [GeneratedRegex("^Azurite (?<service>Blob|Queue|Table) service is successfully listening at (?<address>\\S+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ListeningLine();
}
