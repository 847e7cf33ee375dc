using System.Text;
using System.Text.Json;

namespace Benchmarks;

/// <summary>A table for people, and a line of JSON for each measurement.</summary>
internal static class Report
{
    public static void Table(string title, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = columns.Select((column, i) => rows.Select(row => row[i].Length).Append(column.Length).Max()).ToArray();
        Console.WriteLine();
        Console.WriteLine(title);
        Console.WriteLine();
        Console.WriteLine(Line(columns));
        Console.WriteLine(Line([.. widths.Select((width, i) => i == 0 ? new string('-', width) : new string('-', width - 1) + ':')]));
        foreach (var row in rows)
            Console.WriteLine(Line(row));
        Console.WriteLine();

        string Line(IReadOnlyList<string> cells) => "| " + string.Join(
            " | ", cells.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))) + " |";
    }

    public static void Line(string bench, params ReadOnlySpan<(string Name, object? Value)> fields)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("bench", bench);
            foreach (var (name, value) in fields)
                Write(json, name, value);
            json.WriteEndObject();
        }
        Console.WriteLine(Encoding.UTF8.GetString(output.ToArray()));
    }

    private static void Write(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNull(name);
                break;
            case double number:
                json.WriteNumber(name, Math.Round(number, Math.Abs(number) < 10 ? 4 : 1));
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case long number:
                json.WriteNumber(name, number);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            default:
                json.WriteString(name, value.ToString());
                break;
        }
    }
}
