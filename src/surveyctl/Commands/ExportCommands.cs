using System.Text;

using Surveyctl.Exporting;

namespace Surveyctl.Commands;

internal static class ExportCommands
{
    private const string CommentsWarning = "Comments are in it: they may name people. Read them before anybody else does, and keep the file to yourself.";

    public static Command All() => new SurveyctlCommand(
        "export", "Gives data out: the responses of a wave.", "surveyctl export responses southeast-2026-families --out responses.csv")
    {
        Responses(),
    };

    /// <summary>Every response of a wave as CSV, for analysis by those who may see single answers.</summary>
    private static SurveyctlCommand Responses()
    {
        var id = Parameters.Wave();
        var outPath = Parameters.Path("--out", "file", "The file. It is there when all of it is. Default: the standard output.");
        var comments = Parameters.Flag("--comments", "With the comments, which may name people.");
        var force = Parameters.Flag("--force", "Replace the file of --out.");
        return new StorageCommand("responses", StorageUse.Read,
            "Writes a wave's responses as CSV, a line each, option ids as answers. No line holds an id, a receipt or an exact time; "
            + "the order is that of the schools' buckets and random ids, not that of arrival. Single answers are not for publication: "
            + "what may be shown is on the dashboards.",
            "surveyctl export responses southeast-2026-families --out responses.csv",
            "surveyctl export responses southeast-2026-staff --comments --out staff.csv --force")
        {
            id, outPath, comments, force,
        }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var path = parsed.GetValue(outPath);
            if (path is null && report.IsJson)
                throw new CommandFailedException("With --json the standard output is one JSON document: give --out for the CSV.");
            var wave = await engine.FindWaveAsync(parsed.GetRequiredValue(id), cancellationToken);
            var withComments = parsed.GetValue(comments);
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
                await using var file = NewFile.Create(path, parsed.GetValue(force));
                var exported = await report.ProgressAsync(async steps =>
                {
                    using var step = steps.Begin("Writing responses", wave.Buckets);
                    return await export.WriteAsync(wave, withComments, file.Writer, () => step.Advance(), cancellationToken);
                });
                await file.KeepAsync();
                Tell(report.Line, wave, exported, path);
                report.Json(new ExportDocument(wave.Id.Value, Path.GetFullPath(path), exported.Responses, exported.Withdrawn, withComments));
            }
            if (withComments)
                report.Error(CommentsWarning);
        });
    }

    private static void Tell(Action<string> tell, Wave wave, ExportedResponses exported, string where)
    {
        var withdrawn = exported.Withdrawn > 0 ? $" {exported.Withdrawn} were withdrawn or replaced and are not in it." : "";
        tell($"{exported.Responses} responses of {wave.Id} are written to {where}.{withdrawn}");
    }

    /// <summary>UTF-8, whatever the terminal speaks.</summary>
    private static TextWriter StandardOutput(TextWriter output) => ReferenceEquals(output, Console.Out)
        ? new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false))
        : output;
}
