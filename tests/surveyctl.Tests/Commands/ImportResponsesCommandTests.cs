using Surveyctl.Tests.Spreadsheets;
using SurveyEngine.Waves;
using TestSupport;
using TestSupport.Waves;

namespace Surveyctl.Tests.Commands;

public sealed class ImportResponsesCommandTests(ImportResponsesCommandTests.App app) : IClassFixture<ImportResponsesCommandTests.App>, IDisposable
{
    private const string Header = "sheet,school_id,response_language,response_channel,received_hour,"
        + "overall,welcome,left_out,home_language,ways__letter,ways__phone,used_interpreter,interpreter,recommend";

    private const string First = "A-7,school-000,ar,,2020-01-01T08:00Z,favorable,agree,,,,1,yes,agree,7";
    private const string Second = "12,school-001,,paper,,very-favorable,,,,,,,,";

    private readonly TemporaryFolder _folder = new();

    private string PaperFile => _folder.File("paper.csv");

    [Fact]
    public async Task Answers_from_paper_come_in_once_however_often_their_file_is_imported()
    {
        var wave = await OpenAsync();
        await WriteAsync(First, Second);

        var tried = await ImportAsync(wave, "--dry-run");
        Assert.Equal((0, 2, 0), (tried.ExitCode, tried.Number("added"), tried.Number("stored")));
        Assert.Empty(await ExportAsync(wave));

        var imported = await ImportAsync(wave);
        Assert.Equal((0, 2, 0), (imported.ExitCode, imported.Number("added"), imported.Number("stored")));
        var lines = await ExportAsync(wave);
        Assert.Contains(lines, line => line.StartsWith("school-000,ar,paper,2", StringComparison.Ordinal) && line.EndsWith(",favorable,agree,,,0,1,yes,agree,7", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("school-001,en,paper,2", StringComparison.Ordinal) && line.EndsWith(",very-favorable,,,,,,,,", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("2020-01-01", StringComparison.Ordinal));

        // Grown since, and kept in a spreadsheet.
        await File.WriteAllBytesAsync(PaperFile, SmallWorkbook.Typed(
            Header.Split(','), First.Replace("A-7", "a-7", StringComparison.Ordinal).Split(','), Second.Replace("12", "0012", StringComparison.Ordinal).Split(','),
            ["13", "school-002", "", "", "", "unfavorable", "", "", "", "", "", "", "", ""]));
        var again = await ImportAsync(wave);
        Assert.Equal((0, 1, 2), (again.ExitCode, again.Number("added"), again.Number("stored")));
        Assert.Equal(3, (await ExportAsync(wave)).Count);
    }

    [Fact]
    public async Task Other_content_under_a_sheet_that_is_stored_is_told_with_its_row_and_the_others_are_added()
    {
        var wave = await OpenAsync(schools: 60);
        await WriteAsync(First, Second);
        Assert.Equal(0, (await ImportAsync(wave)).ExitCode);

        // Other answers; a school that lies in another partition.
        await WriteAsync(
            First.Replace(",favorable", ",unfavorable", StringComparison.Ordinal), Second.Replace("school-001", "school-059", StringComparison.Ordinal),
            "13,school-002,,,,favorable,,,,,,,,");
        var tried = await ImportAsync(wave, "--dry-run");
        var imported = await ImportAsync(wave);

        Assert.Equal([("A-7", "line 2"), ("12", "line 3")], NotAdded(imported));
        Assert.Equal(NotAdded(tried), NotAdded(imported));
        Assert.Equal((1, 1, 0), (imported.ExitCode, imported.Number("added"), imported.Number("stored")));
        var lines = await ExportAsync(wave);
        Assert.Equal(3, lines.Count);
        Assert.Single(lines, line => line.Contains(",favorable,agree,", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("school-001,", StringComparison.Ordinal));

        var told = await ImportAsync(wave, json: false);
        Assert.Contains("Sheet A-7, line 2: ", told.Errors, StringComparison.Ordinal);
        Assert.Contains("school-001, is stored under this sheet", told.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_with_its_place_before_anything_is_sent()
    {
        var wave = await OpenAsync();
        await WriteAsync(
            First,
            "1,school-000,,,,,,,,,,,,",
            "2,no-school,so,phone,,favorable,agreed,,,x,,no,agree,seven",
            "a-7,school-000,,,,favorable,,,,,,,,11",
            ",school-000,,,,favorable,,,,,,,,");

        var run = await ImportAsync(wave);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            [
                "line 3, column overall", "line 4, column school_id", "line 4, column response_language", "line 4, column response_channel",
                "line 4, column ways__letter", "line 4, column welcome", "line 4, column interpreter", "line 4, column recommend",
                "line 5, column sheet", "line 5, column recommend", "line 6, column sheet",
            ],
            run.Json().GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("place").GetString()));
        Assert.Empty(await ExportAsync(wave));
        Assert.Null(await PaperIds.FindAsync(app.Store.Tables, wave.Wave, CancellationToken.None));
    }

    [Theory]
    [InlineData("sheet,", "", "The column 'sheet' is missing")]
    [InlineData("ways__phone", "ways__phon", "The column 'ways__phon' is not known")]
    [InlineData("left_out", "welcome", "The column 'welcome' is given 2 times")]
    public async Task A_header_that_is_not_the_exports_is_told(string column, string other, string told)
    {
        var wave = await OpenAsync();
        await File.WriteAllTextAsync(PaperFile, Header.Replace(column, other, StringComparison.Ordinal) + "\n");
        var run = await ImportAsync(wave, json: false);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"{PaperFile}: line 1: {told}", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_restore_the_same_file_adds_nothing()
    {
        var wave = await OpenAsync();
        await WriteAsync(First, Second);
        Assert.Equal(0, (await ImportAsync(wave)).ExitCode);
        var (backup, store) = (_folder.File("backup"), _folder.File("restored.db"));
        Assert.Equal(0, (await CommandRun.OfAsync("backup", backup, "--file", app.Store.File)).ExitCode);
        Assert.Equal(0, (await CommandRun.OfAsync("restore", backup, "--file", store)).ExitCode);

        var run = await CommandRun.OfAsync("import", "responses", PaperFile, wave.Id.Value, "--dry-run", "--file", store, "--json");

        Assert.Equal((0, 0, 2), (run.ExitCode, run.Number("added"), run.Number("stored")));
    }

    [Fact]
    public async Task A_wave_that_is_closed_takes_none_and_an_app_that_does_not_answer_is_exit_code_3()
    {
        var wave = await OpenAsync();
        await WriteAsync(First);
        var gone = await CommandRun.OfAsync(
            "import", "responses", PaperFile, wave.Id.Value, "--url", $"http://localhost:{FreePort.Find()}", "--file", app.Store.File);
        Assert.Equal(3, gone.ExitCode);

        Assert.Equal(0, (await CommandRun.OfAsync("wave", "close", wave.Id.Value, "--file", app.Store.File)).ExitCode);
        var closed = await ImportAsync(wave, json: false);
        Assert.Equal(1, closed.ExitCode);
        Assert.Contains("is closing", closed.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<(string?, string?)> NotAdded(CommandRun run) => run.Json().GetProperty("notAdded").EnumerateArray()
        .Select(problem => (problem.GetProperty("sheet").GetString(), problem.GetProperty("place").GetString()));

    private Task WriteAsync(params string[] rows) => File.WriteAllLinesAsync(PaperFile, [Header, .. rows]);

    private Task<CommandRun> ImportAsync(TestWave wave, params string[] more) => ImportAsync(wave, json: true, more);

    private Task<CommandRun> ImportAsync(TestWave wave, bool json, params string[] more) => CommandRun.OfAsync(
        ["import", "responses", PaperFile, wave.Id.Value, "--url", app.Url, "--file", app.Store.File, .. json ? new[] { "--json" } : [], .. more]);

    /// <summary>A line for each response.</summary>
    private async Task<IReadOnlyList<string>> ExportAsync(TestWave wave)
    {
        var run = await CommandRun.OfAsync("export", "responses", wave.Id.Value, "--file", app.Store.File);
        return run.Output.Split("\r\n")[1..^1];
    }

    private async Task<TestWave> OpenAsync(int schools = 3)
    {
        using var engine = new Engine(app.Store.Tables, app.Store.Queues);
        return await TestWave.OpenAsync(engine, schools);
    }

    /// <summary>On a store that no other tests write to: all of it is backed up here.</summary>
    public sealed class App : IAsyncLifetime
    {
        private AppProcess? _process;

        public EmbeddedFixture Store { get; } = new();

        public string Url => _process!.Address.OriginalString;

        public async ValueTask InitializeAsync()
        {
            Assert.Equal(0, (await CommandRun.OfAsync("setup", "--file", Store.File)).ExitCode);
            _process = await AppProcess.StartAsync(AppProcess.Embedded(Store.File));
        }

        public async ValueTask DisposeAsync()
        {
            if (_process is not null)
                await _process.DisposeAsync();
            Store.Dispose();
        }
    }
}
