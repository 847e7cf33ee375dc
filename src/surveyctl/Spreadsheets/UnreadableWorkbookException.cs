namespace Surveyctl.Spreadsheets;

/// <summary>A workbook is as no program writes it.</summary>
/// <param name="message">What it has or lacks, for people.</param>
internal sealed class UnreadableWorkbookException(string message) : Exception(message);
