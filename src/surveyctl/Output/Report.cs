using System.Buffers;
using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

using Spectre.Console;

namespace Surveyctl.Output;

/// <summary>
/// What a command tells: to people in text, tables and progress bars, or with <c>--json</c> to a program in one document.
/// Errors always go to the error output.
/// </summary>
internal sealed class Report
{
    // So that a table on a pipe or in a file does not break its lines.
    private const int WidthWithoutTerminal = 240;

    private static readonly JsonWriterOptions JsonOptions = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TextWriter _output;
    private readonly TextWriter _errors;
    private readonly IAnsiConsole _console;

    private Report(TextWriter output, TextWriter errors, bool isJson)
    {
        _output = output;
        _errors = errors;
        IsJson = isJson;
        var isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
            _console.Profile.Width = WidthWithoutTerminal;
        ShowsBars = isTerminal && !isJson;
    }

    public bool IsJson { get; }

    private bool ShowsBars { get; }

    public static Report To(InvocationConfiguration invocation, bool isJson) => new(invocation.Output, invocation.Error, isJson);

    /// <summary>For people only.</summary>
    public void Line(string text)
    {
        if (!IsJson)
            _output.WriteLine(text);
    }

    /// <summary>For people only. Cells are plain text.</summary>
    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (IsJson)
            return;
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns)
            table.AddColumn(new TableColumn(Markup.Escape(column)) { NoWrap = true });
        foreach (var row in rows)
            table.AddRow([.. row.Select(cell => new Text(cell))]);
        _console.Write(table);
    }

    public void Error(string text) => _errors.WriteLine(text);

    /// <summary>For programs only: the document, an object.</summary>
    public void Json(Action<Utf8JsonWriter> write)
    {
        if (!IsJson)
            return;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, JsonOptions))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        _output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
        _output.Flush();
    }

    /// <summary>Shows progress bars on a terminal, a line per step elsewhere, and nothing to a program.</summary>
    public async Task ProgressAsync(Func<Steps, Task> work)
    {
        if (!ShowsBars)
        {
            await work(new Steps(text => Line(text)));
            return;
        }
        await _console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(context => work(new Steps(context)));
    }
}
