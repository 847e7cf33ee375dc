using TestSupport;

namespace Surveyctl.Tests.Replaying;

/// <summary>On a file of its own.</summary>
public sealed class EmbeddedReplayApp : ReplayApp
{
    private string _file = "";

    protected override IReadOnlyList<string> Storage => ["--file", _file];

    protected override async Task<Dictionary<string, string>> SetUpAsync(string folder)
    {
        _file = Path.Combine(folder, "surveys.db");
        Assert.Equal(0, (await CommandRun.OfAsync("setup", "--file", _file)).ExitCode);
        return AppProcess.Embedded(_file, works: true);
    }
}
