using SurveyEngine.Intake;
using SurveyEngine.Keys;

using SurveyStorage;

using TestSupport;
using TestSupport.Waves;

namespace Surveyctl.Tests.Commands;

public sealed class ExportResponsesCommandTests(AzuriteFixture azurite) : IDisposable
{
    private const string Header =
        "school_id,response_language,response_channel,received_hour,"
        + "overall,welcome,left_out,home_language,ways__letter,ways__phone,used_interpreter,interpreter,recommend";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("surveyctl-export-");

    private string OutFile => Path.Combine(_folder.FullName, "responses.csv");

    [Fact]
    public async Task Every_live_response_is_a_line_of_option_ids_with_nothing_that_names_it()
    {
        var (wave, submission) = await AnswerAsync(
            """{"overall":"very-favorable","welcome":"agree","ways":["phone"],"recommend":0,"more":"Secret words."}""");
        await AddAsync(new TableRow(submission.Partition.Key, "resp!" + new string('0', 32)) { [ResponseRow.Withdrawn] = true });

        var run = await RunAsync(wave, "--out", OutFile, "--json");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal((1, 1), (run.Number("responses"), run.Number("withdrawn")));
        var text = await File.ReadAllTextAsync(OutFile);
        var lines = text.Split("\r\n");
        Assert.Equal(3, lines.Length);
        Assert.Equal(Header, lines[0]);
        Assert.Matches("^school-000,en,link,20\\d\\d-\\d\\d-\\d\\dT\\d\\d:00Z,very-favorable,agree,,,0,1,,,0$", lines[1]);
        foreach (var hidden in new[] { submission.Id.ToKey(), submission.Id.ToString(), submission.ContentHash, "Secret" })
            Assert.DoesNotContain(hidden, text, StringComparison.Ordinal);
        // As ResultsCsv: Excel needs it.
        Assert.Equal([0xEF, 0xBB, 0xBF], (await File.ReadAllBytesAsync(OutFile))[..3]);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(OutFile));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1+1", "'-1+1")]
    [InlineData("@here", "'@here")]
    [InlineData("so;=1+1;so", "\"so;'=1+1;so\"")]
    [InlineData("We want\\n- lunch", "\"We want\n'- lunch\"")]
    [InlineData("one, \\\"two\\\"", "\"one, \"\"two\"\"\"")]
    public async Task Comments_come_if_asked_for_with_a_warning_and_none_of_them_is_a_formula(string comment, string field)
    {
        var (wave, _) = await AnswerAsync($$"""{"overall":"favorable","more":"{{comment}}"}""");

        var run = await RunAsync(wave, "--comments");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("\uFEFF" + Header + ",more\r\n", run.Output, StringComparison.Ordinal);
        Assert.EndsWith($",favorable,,,,,,,,,{field}\r\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("may name people", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_there_is_replaced_only_if_told()
    {
        var (wave, _) = await AnswerAsync("""{"overall":"favorable"}""");
        await File.WriteAllTextAsync(OutFile, "mine");

        var refused = await RunAsync(wave, "--out", OutFile);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("--force", refused.Errors, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(OutFile));

        Assert.Equal(0, (await RunAsync(wave, "--out", OutFile, "--force")).ExitCode);
        Assert.StartsWith(Header, await File.ReadAllTextAsync(OutFile), StringComparison.Ordinal);
        Assert.Equal(2, _folder.GetFiles().Length);
    }

    [Fact]
    public async Task A_codebook_beside_the_file_says_what_each_column_and_option_means_in_every_language()
    {
        var (wave, _) = await AnswerAsync("""{"overall":"favorable"}""");

        var run = await RunAsync(wave, "--out", OutFile, "--json");

        var file = Path.Combine(_folder.FullName, "responses-codebook.csv");
        Assert.Equal(file, run.Json().GetProperty("codebook").GetString());
        var lines = (await File.ReadAllTextAsync(file)).Split("\r\n");
        Assert.Equal("column,item,option,kind,class,text_en,text_ar", lines[0]);
        Assert.Equal(
            [
                "left_out,left-out,,scale,,I feel left out.,أشعر بالإقصاء.",
                "left_out,left-out,strongly-agree,scale,unfavorable,Strongly agree,أوافق بشدة",
                ",ways,,multiple,,How do you hear from us?,كيف تصلك أخبارنا؟",
                "ways__letter,ways,letter,multiple,,Letter,رسالة",
                "ways__phone,ways,phone,multiple,,Phone,هاتف",
                "recommend,recommend,,number,,Would you recommend us?,هل توصي بنا؟",
            ],
            lines.Where(line => line.Contains(",left-out,,") || line.Contains("left-out,strongly-agree") || line.Contains(",ways,") || line.Contains(",recommend,")));
        var columns = lines[1..^1].Select(line => line.Split(',')[0]).Where(column => column.Length > 0).Distinct();
        Assert.Equal(Header.Split(',')[4..], columns);
    }

    [Fact]
    public async Task On_the_standard_output_a_codebook_comes_where_it_is_asked_for()
    {
        var (wave, _) = await AnswerAsync("""{"overall":"favorable"}""");
        var file = Path.Combine(_folder.FullName, "what.csv");

        var run = await RunAsync(wave, "--codebook", file, "--comments");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("\uFEFF" + Header, run.Output, StringComparison.Ordinal);
        Assert.Contains("more,more,,comment,,Anything else?", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_ends_the_export_without_a_file_and_without_its_content_in_the_message()
    {
        var (wave, submission) = await AnswerAsync("""{"overall":"favorable"}""");
        await AddAsync(new TableRow(submission.Partition.Key, "resp!" + new string('f', 32))
        {
            [ResponseRow.School] = "school-000",
            [ResponseRow.Language] = "en",
            [ResponseRow.Channel] = "link",
            [ResponseRow.Received] = new DateTimeOffset(2026, 11, 2, 7, 0, 0, TimeSpan.Zero),
            [ResponseRow.Answers] = """{"overall":"call-me-back"}""",
        });

        var run = await RunAsync(wave, "--out", OutFile);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(submission.Partition.Key, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("call-me-back", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("ffff", run.Errors, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFiles());
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--out /no/such/folder/responses.csv")]
    [InlineData("--out /")]
    [InlineData("--codebook /")]
    [InlineData("--out a.csv --codebook ./a.csv")]
    public async Task What_cannot_be_done_is_told_before_anything_is_written(string arguments)
    {
        var (wave, _) = await AnswerAsync("""{"overall":"favorable"}""");
        var run = await RunAsync(wave, arguments.Split(' '));
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.NotEmpty(run.Errors);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<CommandRun> RunAsync(TestWave wave, params string[] args) =>
        CommandRun.OfAsync(["export", "responses", wave.Id.Value, "--connection", azurite.ConnectionString, .. args]);

    private Task<CommitResult> AddAsync(TableRow row) => azurite.Tables.CommitAsync(
        StoreNames.Responses, [new RowChange(RowChangeType.Add, row)], CancellationToken.None);

    private async Task<(TestWave Wave, Submission Submission)> AnswerAsync(string answers)
    {
        await azurite.SetUpAsync();
        using var engine = new Engine(azurite.Tables, azurite.Queues);
        var wave = await TestWave.OpenAsync(engine);
        var submission = wave.Submission(answers: answers);
        Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptAsync(submission));
        await engine.Messages.DrainAsync();
        return (wave, submission);
    }
}
