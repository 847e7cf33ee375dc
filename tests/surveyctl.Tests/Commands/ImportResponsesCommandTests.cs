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
        // As libraries of tables write whole numbers.
        await WriteAsync(First.Replace(",1,yes,agree,7", ",1.0,yes,agree,7.0", StringComparison.Ordinal), Second);

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
        Assert.Matches(@"\(family\) +Added +There already +Not added\n(.*\n)?School 0 +0 +0 +1\nSchool 2 +0 +1 +0\n", told.Output);
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

    [Fact]
    public async Task What_people_write_in_place_of_an_id_is_told_with_the_id()
    {
        var wave = await OpenAsync();
        await WriteAsync(
            "1,School 2,,,,Favorable,,,,,,,,",
            "2026-03-04,school-000,,,,favorable,,,,,,,,",
            "e\u0301,school-000,,,,favorable,,,,,,,,",
            "4,school-000,,,,great,,,,,,,,");
        var run = await ImportAsync(wave, json: false);
        Assert.Equal(
            [
                "line 2, column school_id: 'School 2' is a name: write the id, school-002.",
                "line 2, column overall: 'Favorable' is the text of an option: write its id, favorable.",
                "line 3, column sheet: 2026-03-04 is a date",
                "line 4, column sheet: This has U+0301",
                "line 5, column overall: The item has no option 'great': use one of very-favorable, favorable",
            ],
            run.Errors.Split('\n')[..5].Select(line => line[(PaperFile.Length + 2)..]),
            (expected, told) => told.StartsWith(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2-Jan")]
    [InlineData("Jan-26")]
    [InlineData("01/03/2026")]
    [InlineData("10:30")]
    [InlineData("1.23457E+12")]
    public async Task What_a_spreadsheet_made_of_the_number_of_a_sheet_is_refused(string sheet)
    {
        var wave = await OpenAsync();
        await WriteAsync($"{sheet},school-000,,,,favorable,,,,,,,,", "1-2,school-000,,,,favorable,,,,,,,,", "Marble 3,school-000,,,,favorable,,,,,,,,");
        var run = await ImportAsync(wave, json: false);
        Assert.Contains($"line 2, column sheet: {sheet} is a date, a time or a shortened number", run.Errors, StringComparison.Ordinal);
        Assert.Contains("\n1 problem.", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_of_something_else_is_one_line()
    {
        var wave = await OpenAsync();
        await File.WriteAllTextAsync(PaperFile, "school,name,district\nhill,Hill,valley\n");
        var run = await ImportAsync(wave, json: false);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"{PaperFile}: line 1: Of the 11 columns needed 11 are missing, such as 'sheet' and 'school_id': ", run.Errors, StringComparison.Ordinal);
        Assert.Contains("\n1 problem.", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_sheet_in_two_files_that_are_imported_at_once_is_stored_once()
    {
        var wave = await OpenAsync(schools: 60);
        var other = _folder.File("other.csv");
        await WriteAsync(First);
        await File.WriteAllLinesAsync(other, [Header, First.Replace("school-000", "school-059", StringComparison.Ordinal)]);

        var runs = await Task.WhenAll(new[] { PaperFile, other, PaperFile, other }.Select(file => Task.Run(() =>
            CommandRun.OfAsync("import", "responses", file, wave.Id.Value, "--url", app.Url, "--file", app.Store.File))));

        Assert.Contains(runs, run => run.ExitCode == 0);
        Assert.All(runs.Where(run => run.ExitCode != 0), run => Assert.Matches("Another (import into wave|school, school-0..,)", run.Errors));
        Assert.Single(await ExportAsync(wave));
    }

    [Fact]
    public async Task What_one_storage_judged_is_not_sent_to_the_app_of_another()
    {
        var wave = await OpenAsync();
        await WriteAsync(First);
        using var other = new EmbeddedFixture();
        using var engine = new Engine(other.Tables, other.Queues);
        await engine.SetUpAsync();
        await TestWave.LoadAsync(engine, wave.Tenant, wave.Id, schools: 3, settings: ""","demo":true """);
        Assert.Empty((await engine.Open.OpenAsync(wave.Tenant, wave.Id, CancellationToken.None)).Problems);

        string[][] commands = [["import", "responses", PaperFile, wave.Id.Value], ["answer", wave.Id.Value, "--count", "3"]];
        foreach (var command in commands)
        {
            var run = await CommandRun.OfAsync([.. command, "--url", app.Url, "--file", other.File]);
            Assert.Equal((1, true), (run.ExitCode, run.Errors.Contains($"does not have wave {wave.Id} of this storage", StringComparison.Ordinal)));
        }
        Assert.Empty(await ExportAsync(wave));
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
        Assert.Contains("has closed", closed.Errors, StringComparison.Ordinal);
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
