using System.Text;

using Surveys.Csv;
using Surveys.DefinitionFiles;

namespace Surveyctl.Exporting;

/// <summary>
/// What the columns of a response file mean, as CSV: a line per item with its question, then one per option with its text. The column of a
/// multiple choice is named at its options; of the others it holds one of their ids.
/// </summary>
internal static class Codebook
{
    /// <param name="survey">What was asked.</param>
    /// <param name="columns">Those of the answers in the response file.</param>
    public static string Write(SurveyVersion survey, IReadOnlyList<ResponseColumn> columns)
    {
        var csv = new StringBuilder(CsvText.ByteOrderMark);
        CsvText.AppendLine(csv,
            ["column", "item", "option", "kind", "class", .. survey.Languages.Select(tag => $"text_{tag.ToLowerInvariant().Replace('-', '_')}")]);
        foreach (var own in columns.GroupBy(column => column.Item))
        {
            var (item, names) = (survey.Items[own.Key], own.Select(column => column.Name).ToList());
            var isMultiple = item.Kind is ItemKind.MultipleChoice;
            var kind = SurveyFormat.Kinds.First(known => known.Value == item.Kind).Key;
            CsvText.AppendLine(csv, [isMultiple ? "" : names[0], item.Id, "", kind, "", .. TextsOf(item.Text)]);
            foreach (var (i, option) in item.Options.Index())
            {
                // Nothing but a scale has classes.
                var optionClass = item.Kind is ItemKind.Scale ? SurveyFormat.Classes.First(known => known.Value == option.Class).Key : "";
                CsvText.AppendLine(csv, [names[isMultiple ? i : 0], item.Id, option.Id, kind, optionClass, .. TextsOf(option.Text)]);
            }
        }
        return csv.ToString();

        IEnumerable<string> TextsOf(LocalizedText text) => survey.Languages.Select(text.In);
    }
}
