using System.Globalization;

using SurveyEngine.Intake;

using Surveys.Answers;
using Surveys.Csv;

namespace Surveyctl.Exporting;

/// <summary>
/// One response as a line of CSV: school, language, channel and hour, then the columns of its answers. Nothing in it names the response:
/// no id, no receipt, no batch, no hash, no exact time.
/// </summary>
internal sealed class ResponseLine
{
    private readonly SurveyVersion _survey;

    /// <param name="survey">What the wave asks.</param>
    /// <param name="withComments">Whether comments have columns: they may name people.</param>
    public ResponseLine(SurveyVersion survey, bool withComments)
    {
        _survey = survey;
        Columns = [.. ResponseColumns.Of(survey).Where(column => withComments || survey.Items[column.Item].Kind != ItemKind.Comment)];
        Header =
        [
            ResponseColumns.School, ResponseColumns.Language, ResponseColumns.Channel, ResponseColumns.Hour,
            .. Columns.Select(column => column.Name),
        ];
    }

    /// <summary>Those of the answers.</summary>
    public IReadOnlyList<ResponseColumn> Columns { get; }

    public string[] Header { get; }

    /// <exception cref="InvalidDataException">The row does not fit the survey of its wave.</exception>
    public string[] FieldsOf(TableRow row)
    {
        if (row.GetString(ResponseRow.Answers) is not { } answers || row.GetDateTimeOffset(ResponseRow.Received) is not { } received)
            throw Damaged(row, "it lacks its answers or its hour");
        AnswerSheet sheet;
        try
        {
            sheet = AnswerJson.Read(_survey, answers);
        }
        catch (FormatException misfit)
        {
            throw Damaged(row, misfit.Message);
        }
        return
        [
            row.GetString(ResponseRow.School) ?? "",
            row.GetString(ResponseRow.Language) ?? "",
            row.GetString(ResponseRow.Channel) ?? "",
            received.UtcDateTime.ToString("yyyy-MM-dd'T'HH':00Z'", CultureInfo.InvariantCulture),
            .. Columns.Select(column => FieldOf(column, sheet)),
        ];
    }

    private static string FieldOf(ResponseColumn column, AnswerSheet sheet)
    {
        var (item, code) = (sheet.Survey.Items[column.Item], sheet.Codes[column.Item]);
        return code == 0 ? "" : item.Kind switch
        {
            ItemKind.Scale or ItemKind.SingleChoice => item.Options[code - 1].Id,
            ItemKind.MultipleChoice => (code & (1 << column.Option!.Value)) != 0 ? "1" : "0",
            ItemKind.Number => (code - 1).ToString(CultureInfo.InvariantCulture),
            ItemKind.Comment => sheet.Comments[item.Id],
            _ => throw new InvalidOperationException($"Unknown kind of item: {item.Kind}."),
        };
    }

    private static InvalidDataException Damaged(TableRow row, string why) =>
        new($"A response in partition {row.PartitionKey} cannot be read: {why} 'surveyctl verify' tells which partitions are damaged.");
}
