using System.Text;

using Surveyctl.Exporting;

using SurveyEngine.Auditing;

namespace Surveyctl.Commands;

internal static class ExportCommands
{
    private const string CommentsWarning = "Comments are in it: they may name people. Read them before anybody else does, and keep the file to yourself.";

    public static Command All() => new SurveyctlCommand(
        "export", "Gives data out: the responses of a wave, the organisations of a tenant.",
        "surveyctl export responses southeast-2026-families --out responses.csv")
    {
        Responses(), ExportOrganisationsCommand.Organisations(),
    };

    /// <summary>Every response of a wave as CSV, for analysis by those who may see single answers.</summary>
    private static SurveyctlCommand Responses()
    {
        var id = Parameters.Wave();
        var outPath = Parameters.Path("--out", "file", "The file. It is there when all of it is. Default: the standard output.");
        var codebookPath = Parameters.Path("--codebook", "file",
            "Where the codebook goes: what each column and option means, in every language of the survey. Default: beside the file of --out, "
            + "as responses-codebook.csv beside responses.csv.");
        var comments = Parameters.Flag("--comments", "With the comments, which may name people.");
        var force = Parameters.Flag("--force", "Replace the files.");
        return new StorageCommand("responses", StorageUse.Change,
            "Writes a wave's responses as CSV, a line each, option ids as answers, a column of 0 and 1 for each option of a multiple choice. "
            + "SPSS and R take the columns' names as they are. No line holds an id, a receipt or an exact time; "
            + "the order is that of the schools' buckets and random ids, not that of arrival. Single answers are not for publication: "
            + "what may be shown is on the dashboards.",
            "surveyctl export responses southeast-2026-families --out responses.csv",
            "surveyctl export responses southeast-2026-staff --comments --out staff.csv --force")
        {
            id, outPath, codebookPath, comments, force,
        }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var path = parsed.GetValue(outPath);
            RequireFile(path, report);
            var wave = await engine.FindWaveAsync(parsed.GetRequiredValue(id), cancellationToken);
            var withComments = parsed.GetValue(comments);
            var line = new ResponseLine(wave.Survey, withComments);
            await using var file = Create(path, parsed.GetValue(force));
            var besidePath = parsed.GetValue(codebookPath) ?? (path is null ? null : $"{Path.ChangeExtension(path, null)}-codebook.csv");
            if (path is not null && Path.GetFullPath(path) == Path.GetFullPath(besidePath!))
                throw new CommandFailedException("--out and --codebook name one file: the responses and the codebook are two.");
            await using var codebook = Create(besidePath, parsed.GetValue(force));

            var output = file?.Writer ?? StandardOutput(parsed.InvocationConfiguration.Output);
            var exported = file is null
                ? await ExportAsync(() => { })
                : await report.ProgressAsync(async steps =>
                {
                    using var step = steps.Begin("Writing responses", wave.Buckets);
                    return await ExportAsync(() => step.Advance());
                });
            await output.FlushAsync(cancellationToken);
            if (codebook is not null)
            {
                await codebook.Writer.WriteAsync(Codebook.Write(wave.Survey, line.Columns));
                await codebook.KeepAsync();
            }
            if (file is not null)
                await file.KeepAsync();

            Action<string> tell = file is null ? report.Error : report.Line;
            var withdrawn = exported.Withdrawn > 0 ? $" {exported.Withdrawn} were withdrawn or replaced and are not in it." : "";
            tell($"{Counted.Of(exported.Responses, "response")} of {wave.Id} {(exported.Responses == 1 ? "is" : "are")} written to {path ?? "the standard output"}.{withdrawn}");
            if (codebook is not null)
                tell($"What the columns mean is written to {besidePath}.");
            if (path is not null)
            {
                report.Json(new ExportDocument(
                    wave.Id.Value, Path.GetFullPath(path), Path.GetFullPath(besidePath!), exported.Responses, exported.Withdrawn, withComments));
            }
            if (withComments)
                report.Error(CommentsWarning);

            Task<ExportedResponses> ExportAsync(Action advance) =>
                engine.AuditAsync(parsed, wave, AuditAct.RowsExported, () => new ExportResponses(engine.Tables).WriteAsync(wave, line, output, advance, cancellationToken), cancellationToken);
        });
    }

    /// <exception cref="CommandFailedException">A program would get a document and CSV in one.</exception>
    public static void RequireFile(string? path, Report report)
    {
        if (path is null && report.IsJson)
            throw new CommandFailedException("With --json the standard output is one JSON document: give --out for the CSV.");
    }

    public static NewFile? Create(string? path, bool mayReplace) => path is null ? null : NewFile.Create(path, mayReplace);

    /// <summary>UTF-8, whatever the terminal speaks.</summary>
    public static TextWriter StandardOutput(TextWriter output) => ReferenceEquals(output, Console.Out)
        ? new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false))
        : output;
}
