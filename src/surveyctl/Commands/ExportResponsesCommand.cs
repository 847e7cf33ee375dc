using System.CommandLine;
using System.Text;

using Surveyctl.Exporting;
using Surveyctl.Output;
using Surveyctl.Storage;

using SurveyEngine.Waves;

namespace Surveyctl.Commands;

/// <summary>Every response of a wave as CSV, for analysis by those who may see single answers.</summary>
internal sealed class ExportResponsesCommand : StorageCommand
{
    private const string CommentsWarning = "Comments are in it: they may name people. Read them before anybody else does, and keep the file to yourself.";

    private readonly Argument<string> _wave = WaveArgument();

    private readonly Option<string?> _out = new("--out")
    {
        Description = "The file. It is there when all of it is. Default: the standard output.",
        HelpName = "file",
        Validators = { OptionRules.NotEmpty },
    };

    private readonly Option<bool> _comments = new("--comments") { Description = "With the comments, which may name people." };

    private readonly Option<bool> _force = new("--force") { Description = "Replace the file of --out." };

    public ExportResponsesCommand()
        : base(
            "responses",
            "Writes a wave's responses as CSV, a line each, option ids as answers. No line holds an id, a receipt or an exact time; "
            + "the order is that of the schools' buckets and random ids, not that of arrival. Single answers are not for publication: "
            + "what may be shown is on the dashboards.",
            "surveyctl export responses southeast-fall-2026-families --out responses.csv",
            "surveyctl export responses southeast-fall-2026-staff --comments --out staff.csv --force")
    {
        Arguments.Add(_wave);
        foreach (var option in new Option[] { _out, _comments, _force })
            Options.Add(option);
    }

    protected override StorageUse Use => StorageUse.Read;

    protected override async Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        var path = parsed.GetValue(_out);
        if (path is null && report.IsJson)
            throw new CommandFailedException("With --json the standard output is one JSON document: give --out for the CSV.");
        var wave = await engine.FindWaveAsync(parsed.GetRequiredValue(_wave), cancellationToken);
        var withComments = parsed.GetValue(_comments);
        var export = new ExportResponses(engine.Tables);
        if (path is null)
        {
            var output = StandardOutput(parsed.InvocationConfiguration.Output);
            var exported = await export.WriteAsync(wave, withComments, output, () => { }, cancellationToken);
            await output.FlushAsync(cancellationToken);
            Tell(report.Error, wave, exported, "the standard output");
        }
        else
        {
            var exported = await WriteFileAsync(path, parsed.GetValue(_force), report, export, wave, withComments, cancellationToken);
            Tell(report.Line, wave, exported, path);
            report.Json(json =>
            {
                json.WriteString("wave", wave.Id.Value);
                json.WriteString("file", Path.GetFullPath(path));
                json.WriteNumber("responses", exported.Responses);
                json.WriteNumber("withdrawn", exported.Withdrawn);
                json.WriteBoolean("comments", withComments);
            });
        }
        if (withComments)
            report.Error(CommentsWarning);
        return ExitCode.Ok;
    }

    private static async Task<ExportedResponses> WriteFileAsync(
        string path, bool mayReplace, Report report, ExportResponses export, Wave wave, bool withComments, CancellationToken cancellationToken)
    {
        await using var file = NewFile.Create(path, mayReplace);
        ExportedResponses? exported = null;
        await report.ProgressAsync(async steps =>
        {
            using var step = steps.Begin("Writing responses", wave.Buckets);
            exported = await export.WriteAsync(wave, withComments, file.Writer, () => step.Advance(), cancellationToken);
        });
        await file.KeepAsync();
        return exported!;
    }

    private static void Tell(Action<string> tell, Wave wave, ExportedResponses exported, string where)
    {
        var withdrawn = exported.Withdrawn > 0 ? $" {exported.Withdrawn} were withdrawn and are not in it." : "";
        tell($"{exported.Responses} responses of {wave.Id} are written to {where}.{withdrawn}");
    }

    /// <summary>UTF-8, whatever the terminal speaks.</summary>
    private static TextWriter StandardOutput(TextWriter output) => ReferenceEquals(output, Console.Out)
        ? new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false))
        : output;
}
