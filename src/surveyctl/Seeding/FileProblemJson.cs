using System.Text.Json;

using Surveyctl.Output;

namespace Surveyctl.Seeding;

internal static class FileProblemJson
{
    public static void WriteProblems(this Utf8JsonWriter json, IEnumerable<FileProblem> problems) =>
        json.WriteObjects("problems", problems, problem =>
        {
            json.WriteString("file", problem.File);
            json.WriteString("place", problem.Place);
            json.WriteString("message", problem.Message);
        });
}
