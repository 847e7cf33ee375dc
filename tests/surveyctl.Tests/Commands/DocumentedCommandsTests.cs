using Surveyctl.Tests.Local;
using Surveyctl.Tests.Storage;

using TestSupport;

namespace Surveyctl.Tests.Commands;

public sealed class DocumentedCommandsTests(DocumentedStore store, AzuriteFixture azurite) : IClassFixture<DocumentedStore>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();

    public static IEnumerable<TheoryDataRow<string>> Lines => DocumentedLines.All.GroupBy(line => line.Text, line => line.Place).Select(
        line => new TheoryDataRow<string>(line.Key) { TestDisplayName = $"{string.Join(", ", line)}: {line.Key}" });

    [Theory, MemberData(nameof(Lines))]
    public async Task Every_documented_command_line_succeeds(string line)
    {
        var command = CommandOf(line);
        var names = new DocumentedNames(store.Files, _folder, azurite.ConnectionString) { Person = store.PersonId, Key = store.KeyId };
        store.CopyTo(StateFor(command, line), names.Store);
        if (command == "up")
            await StartAsync(names.ArgumentsOf(line));
        else if (line.Contains(DocumentedNames.AccountSetting, StringComparison.Ordinal))
            await RunOnAccountAsync(line, names);
        else if (command is "answer" or "import responses")
            await RunBesideAppAsync(line, names);
        else
            Expect(line, await CommandRun.OfAsync(names.ArgumentsOf(line)).WaitAsync(Patience));
    }

    [Fact]
    public void No_line_is_overlooked()
    {
        var inHelp = DocumentedLines.All.Count(line => line.Place.StartsWith("help of ", StringComparison.Ordinal));
        var inDocuments = DocumentedLines.All.Count - inHelp;
        Assert.True(inHelp >= 86, $"{inHelp} in the help");
        Assert.True(inDocuments >= 60, $"{inDocuments} in the documents");
    }

    [Fact]
    public void A_line_with_a_file_that_nothing_stands_for_is_refused_with_what_to_do()
    {
        var names = new DocumentedNames(store.Files, _folder, azurite.ConnectionString);
        var refusal = Assert.Throws<InvalidOperationException>(() => names.ArgumentsOf("surveyctl import organisations other.csv --tenant TENANT"));
        Assert.Contains("'other.csv'", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string CommandOf(string line)
    {
        var parents = new List<string>();
        for (var command = Program.Root().Parse(DocumentedLines.ArgumentsOf(line)).CommandResult; command.Parent is System.CommandLine.Parsing.CommandResult parent; command = parent)
            parents.Insert(0, command.Command.Name);
        return string.Join(' ', parents);
    }

    private static DocumentedState StateFor(string command, string line) => command switch
    {
        "setup" or "restore" => DocumentedState.None,
        "seed" when !line.Contains("--replace", StringComparison.Ordinal) && !line.Contains("--wave", StringComparison.Ordinal) => DocumentedState.Empty,
        "seed" or "import organisations" or "wave open" => DocumentedState.Loaded,
        "wave schedule" => DocumentedState.Scheduled,
        "wave rehearse" => DocumentedState.Open,
        "wave reopen" or "wave clear-rehearsal" => DocumentedState.Closing,
        "tenant delete" => DocumentedState.Settled,
        _ => DocumentedState.Rehearsed,
    };

    private static async Task StartAsync(string[] arguments)
    {
        using var up = UpProcess.Start(arguments[1..]);
        await up.UntilReadyAsync();
        Assert.Equal(0, await up.TerminateAsync());
        Assert.Equal("", await up.Errors);
    }

    /// <summary>On one that nobody else uses, with the setting in the environment of a process.</summary>
    private static async Task RunOnAccountAsync(string line, DocumentedNames names)
    {
        await using var account = new AzuriteFixture();
        await account.InitializeAsync();
        var setting = new Dictionary<string, string> { ["AzureWebJobsStorage"] = account.ConnectionString };
        Expect(line, await SurveyctlProcess.RunAsync(setting, names.ArgumentsOf(line)));
    }

    private static async Task RunBesideAppAsync(string line, DocumentedNames names)
    {
        await using var app = await AppProcess.StartAsync(AppProcess.Embedded(names.Store));
        Expect(line, await CommandRun.OfAsync((names with { App = app.Address }).ArgumentsOf(line)).WaitAsync(Patience));
    }

    private static void Expect(string line, CommandRun run) => Assert.True(run.ExitCode == 0, $"{line}\nended with {run.ExitCode}:\n{run.Errors}{run.Output}");
}
