using System.Text.RegularExpressions;

using Surveyctl.Tests.Storage;

using SurveyEngine.Keys;

using Surveys.Ids;

using SurveyStorage.Sqlite;

using TestSupport;

namespace Surveyctl.Tests.Output;

/// <summary>Every table of every command, with ids as long as they may be.</summary>
public sealed partial class TablesTests(TablesTests.LongIds store) : IClassFixture<TablesTests.LongIds>
{
    private const int Width = 80;

    private const string Import = "import organisations SEEDS/organisations.csv --collections SEEDS/collections.csv --time-zone America/Chicago";

    private const string LongName = "Schools of the valley, and those of the hills above it that have not joined";

    /// <summary>Commands, and what stands in one row of their table.</summary>
    public static TheoryData<string, string> Commands => new()
    {
        { "tenant list", $"TENANT|{LongName}|America/Chicago" },
        { "tenant delete other", "Definitions" },
        { "wave list", "WAVE|TENANT|open|family|family-climate version 1|3" },
        { "wave show WAVE", "Wave|WAVE" },
        { "wave links WAVE --url http://localhost:9", "WAVE/birch" },
        { "wave load WAVE", "TENANT!WAVE!00000|36" },
        { "table list", "Responses|70 responses, 0 withdrawn" },
        { "table show Responses", "TENANT!WAVE!00000" },
        { "queue show", "TENANT!WAVE!00000|version" },
        { "rollup WAVE", "WAVE|6" },
        { $"{Import} --tenant new --name New --dry-run", "school|3|0" },
        { "backup FOLDER/NEW", "Responses" },
        { "restore FOLDER/backup --file FOLDER/NEW.db", "Responses" },
    };

    [Theory, MemberData(nameof(Commands))]
    public async Task On_a_pipe_a_row_is_a_line(string command, string row)
    {
        var run = await CommandRun.OfAsync(store.Command(command));
        var cells = store.Arguments(row).Split('|');
        Assert.Contains(run.Output.Split('\n'), line => cells.All(cell => line.Contains(cell, StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(Commands))]
    public async Task On_a_terminal_of_80_columns_every_cell_is_whole(string command, string row)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The terminal is that of script, as Linux has it.");
        var surveyctl = Path.Combine(AppContext.BaseDirectory, "surveyctl.dll");
        var run = await SurveyctlProcess.RunAsync(
            "script", ["-qec", $"stty cols {Width} rows 24; dotnet exec {surveyctl} {string.Join(' ', store.Command(command))}", "/dev/null"]);
        var lines = ControlSequence().Replace(run.Output, "").Split(['\r', '\n']);
        // What is alone in its line is broken by the terminal, and copied whole.
        Assert.All(lines, line => Assert.True(line.Length <= Width || !line.Trim().Contains("  ", StringComparison.Ordinal), line));
        Assert.All(store.Arguments(row).Split('|'), cell => Assert.Contains(lines, line => line.Contains(cell, StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"\x1B(\[[0-9;?]*[A-Za-z]|=)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ControlSequence();

    public sealed class LongIds : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();
        private readonly SmallSeeds _seeds = new(new string('t', Slug.MaxLength - "families-".Length));

        /// <summary>A command or cells with the names filled in; a command is of this store unless it names another.</summary>
        public string Arguments(string text) => text
            .Replace("FOLDER/NEW", _folder.File(AzuriteFixture.NewName()), StringComparison.Ordinal)
            .Replace("FOLDER", _folder.FullName, StringComparison.Ordinal)
            .Replace("SEEDS", _seeds.TenantFile(), StringComparison.Ordinal)
            .Replace("TENANT", _seeds.Tenant, StringComparison.Ordinal)
            .Replace("WAVE", _seeds.Families, StringComparison.Ordinal);

        public string[] Command(string text) =>
            [.. Arguments(text).Split(' '), .. text.Contains("--file", StringComparison.Ordinal) ? [] : new[] { "--file", _folder.File("store.db") }];

        public async ValueTask InitializeAsync()
        {
            _seeds.Write(["tenant.json"], $$"""{"format": 1, "id": "{{_seeds.Tenant}}", "name": "{{LongName}}", "timeZone": "America/Chicago"}""");
            foreach (var text in new[] { "setup", $"seed {_seeds.Root}", "backup FOLDER/backup", $"{Import} --tenant other --name Other" })
                Assert.Equal("", (await CommandRun.OfAsync(Command(text))).Errors);
            using var storage = SqliteStorage.Open(_folder.File("store.db"), TimeProvider.System);
            await storage.Queues.SendAsync(
                StoreNames.PendingBatchesPoison, Arguments("""{"v":9,"partition":"TENANT!WAVE!00000"}"""), TimeSpan.Zero, CancellationToken.None);
        }

        public ValueTask DisposeAsync()
        {
            _seeds.Dispose();
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
